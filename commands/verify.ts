import {Args, Flags} from '@oclif/core'

import {PlimsollCommand} from '../src/edge/command.js'
import {expectDigest, loadProposal} from '../src/edge/load-proposal.js'
import {readInput} from '../src/edge/read-input.js'
import {EXIT} from '../src/errors.js'
import {style} from '../src/report/style.js'
import {verdictLines} from '../src/report/verdict.js'
import {verifySafeTransaction, type Verdict} from '../src/verify/verify.js'

const MAX_BYTES = 4 * 1024 * 1024
const EXITS = {MATCH: EXIT.yes, MISMATCH: EXIT.no, 'CANNOT TELL': EXIT.cannotTell}

export interface VerifyOutput extends Verdict {
  file: string
  digest: string
}

export default class Verify extends PlimsollCommand {
  static override summary = 'does a transaction do what a proposal says, all of it, and nothing else?'
  static override description =
    'Decodes the transaction apart from the code that encodes, and compares it with the proposal, statement by statement. ' +
    'Works offline. Exit code 0: MATCH; 1: MISMATCH; 2: unreadable input; 3: CANNOT TELL.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> proposals/aave-v3-weth-liquidation-threshold.yaml --tx safe-transaction.json',
  ]
  static override args = {file: Args.string({description: 'proposal file (YAML)', required: true})}
  static override flags = {
    tx: Flags.string({
      description: 'Safe transaction (JSON), as `encode` writes it',
      helpValue: 'FILE',
      required: true,
    }),
    'expect-digest': Flags.string({description: 'sha256 that the proposal file must have', helpValue: 'SHA256'}),
  }

  async run(): Promise<VerifyOutput> {
    const {args, flags} = await this.parse(Verify)
    const loaded = await loadProposal(args.file)
    expectDigest(loaded, flags['expect-digest'])
    const {file, digest, proposal} = loaded
    const text = new TextDecoder().decode(await readInput(flags.tx, MAX_BYTES))
    const verdict = verifySafeTransaction(proposal, text)
    const lines = verdictLines(verdict, {file, digest}, style)
    return this.conclude({file, digest, ...verdict}, EXITS[verdict.verdict], lines.join('\n'))
  }
}
