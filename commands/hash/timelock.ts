import {Flags} from '@oclif/core'

import {PlimsollCommand} from '../../src/edge/command.js'
import {hashFile} from '../../src/edge/hash-file.js'
import {hashTimelock, type TimelockHashes} from '../../src/governance/venues/requests/timelock.js'
import {EXIT} from '../../src/errors.js'
import {contradicted} from '../../src/governance/stated.js'
import {hashesScreen} from '../../src/report/hashes.js'

export default class HashTimelock extends PlimsollCommand {
  static override summary = 'the id of a timelock operation from its calls'
  static override description =
    "OpenZeppelin's TimelockController: target, value, data (or targets, values, payloads), predecessor, salt. " +
    "Compound's Timelock: target, value, signature, data, eta. A list of objects gives a list, in order. " +
    'Exit code 0: hashed; 1: a record has an operationId that its fields do not give; 2: unreadable input.'
  static override examples = ['<%= config.bin %> <%= command.id %> --file operation.json']
  static override flags = {
    file: Flags.string({
      description: 'operation (JSON): one object, or a list of them',
      helpValue: 'FILE',
      required: true,
    }),
  }

  async run(): Promise<TimelockHashes | TimelockHashes[]> {
    const {flags} = await this.parse(HashTimelock)
    const result = await hashFile(flags.file, hashTimelock)
    return this.conclude(result, contradicted(result) ? EXIT.no : EXIT.yes, hashesScreen(result))
  }
}
