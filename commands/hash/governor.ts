import {Flags} from '@oclif/core'

import {PlimsollCommand} from '../../src/edge/command.js'
import {hashFile} from '../../src/edge/hash-file.js'
import {hashGovernor, type GovernorHashes} from '../../src/governance/venues/requests/governor.js'
import {EXIT} from '../../src/errors.js'
import {contradicted} from '../../src/governance/stated.js'
import {hashesScreen} from '../../src/report/hashes.js'

export default class HashGovernor extends PlimsollCommand {
  static override summary = 'the id of a governor proposal from its actions and description'
  static override description =
    'For OpenZeppelin governors: targets, values, calldatas, description (and signatures, where proposed that way). ' +
    "Or what Tally's API answers (executableCalls). A list of objects gives a list, in order. GovernorBravo and " +
    'CompoundGovernor number their proposals instead. Exit code 0: hashed; 1: a record has another id; 2: unreadable input.'
  static override examples = ['<%= config.bin %> <%= command.id %> --file actions.json']
  static override flags = {
    file: Flags.string({
      description: 'actions (JSON): one object, or a list of them',
      helpValue: 'FILE',
      required: true,
    }),
  }

  async run(): Promise<GovernorHashes | GovernorHashes[]> {
    const {flags} = await this.parse(HashGovernor)
    const result = await hashFile(flags.file, hashGovernor)
    return this.conclude(result, contradicted(result) ? EXIT.no : EXIT.yes, hashesScreen(result))
  }
}
