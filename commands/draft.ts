import {PlimsollCommand} from '../src/edge/command.js'
import {createAsker} from '../src/edge/draft/asker.js'
import {draft, type Drafted} from '../src/edge/draft/draft.js'
import {DRAFT_FLAGS} from '../src/edge/draft/flags.js'
import {isInteractive, terminalWidth} from '../src/edge/terminal.js'
import {EXIT} from '../src/errors.js'
import {renderFinding, renderSummary} from '../src/report/findings.js'
import {wrap} from '../src/report/text.js'
import {visible} from '../src/report/visible.js'

export default class Draft extends PlimsollCommand {
  static override summary = 'write a proposal by answering questions, or from flags'
  static override description =
    'Asks for what the flags do not say, and shows the current value, the change and the limits while you type. Without a ' +
    'terminal, every answer that is needed must be a flag. Writes the proposal and its schema for editors, whole or not at all. ' +
    'Exit code 0: written and clean; 1: written, and check finds errors; 2: something is missing or wrong; 130: cancelled.'
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --rpc https://eth.example --out proposals/weth.yaml',
    '<%= config.bin %> <%= command.id %> --protocol aave-v3 --deployment AaveV3Ethereum --through configurator --asset USDC ' +
      '--from "supplyCap=1_000_000 USDC" --set "supplyCap=1_200_000 USDC" --no-venue --out usdc-cap.yaml',
  ]
  static override flags = DRAFT_FLAGS

  async run(): Promise<Drafted> {
    const {flags} = await this.parse(Draft)
    const tell = (line: string): void => {
      this.log(line)
    }
    const asker = !this.jsonEnabled() && isInteractive() ? await createAsker(terminalWidth() ?? 80, tell) : undefined
    const drafted = await draft(flags, asker, this.config.dataDir)
    const {file, schema, findings, notes, text, next} = drafted
    const screen = [
      `wrote ${file} and ${schema}`,
      ...notes.flatMap((note) => wrap(`note: ${visible(note)}`, 78)),
      ...findings.flatMap((finding) => renderFinding(finding, text)),
      renderSummary(findings, 1),
      `next: ${next}`,
    ]
    const wrong = findings.some(({severity}) => severity === 'error')
    return this.conclude(drafted, wrong ? EXIT.no : EXIT.yes, screen.join('\n'))
  }
}
