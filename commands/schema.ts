import {Args} from '@oclif/core'

import {POSITIONS_SCHEMA} from '../src/backtest/book/positions-fields.js'
import {PlimsollCommand} from '../src/edge/command.js'
import schema from '../src/generated/proposal.schema.json' with {type: 'json'}

const SCHEMAS: Readonly<Record<string, object>> = {proposal: schema, positions: POSITIONS_SCHEMA}

export default class Schema extends PlimsollCommand {
  static override summary = 'print the JSON Schema of an input file (draft-07)'
  static override description =
    'Of proposal files, with which editors with a YAML language server complete and check them; or of files of positions.'
  static override examples = ['<%= config.bin %> <%= command.id %>', '<%= config.bin %> <%= command.id %> positions']
  static override args = {
    name: Args.string({description: 'whose schema', options: Object.keys(SCHEMAS), default: 'proposal'}),
  }

  async run(): Promise<object> {
    const {args} = await this.parse(Schema)
    const printed = SCHEMAS[args.name] as object
    this.log(JSON.stringify(printed, undefined, 2))
    return printed
  }
}
