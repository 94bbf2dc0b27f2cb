import {Args, Flags} from '@oclif/core'

import {PlimsollCommand} from '../src/edge/command.js'
import {init, type Initialised} from '../src/edge/init/init.js'

export default class Init extends PlimsollCommand {
  static override summary = 'set up a repository of proposals'
  static override description =
    'Writes an example proposal, the schema for editors, a README, a GitHub workflow that checks and reviews what a pull ' +
    'request changes, and the settings that keep git and formatters from changing the bytes of proposals.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> risk-proposals',
    '<%= config.bin %> <%= command.id %> . --force',
  ]
  static override args = {folder: Args.string({description: 'folder to set up', default: '.'})}
  static override flags = {
    force: Flags.boolean({description: 'write into a folder that is not empty; files of the same names are replaced'}),
  }

  async run(): Promise<Initialised> {
    const {args, flags} = await this.parse(Init)
    const made = await init(args.folder, {force: flags.force, version: this.config.version})
    for (const file of made.files) this.log(`wrote ${file}`)
    const [example = ''] = made.files.filter((file) => file.endsWith('.yaml'))
    this.log(`next: ${args.folder === '.' ? '' : `cd ${args.folder} && `}plimsoll review ${example}`)
    return made
  }
}
