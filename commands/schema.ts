import {Args} from '@oclif/core'

import {PlimsollCommand} from '../src/edge/command.js'
import proposal from '../src/generated/proposal.schema.json' with {type: 'json'}
import state from '../src/generated/state.schema.json' with {type: 'json'}

const SCHEMAS = {proposal, state}

export default class Schema extends PlimsollCommand {
  static override summary = 'print a JSON Schema (draft-07): of proposals, or of saved states'
  static override description = 'Editors with a YAML language server complete and check proposals with it.'
  static override examples = ['<%= config.bin %> <%= command.id %>', '<%= config.bin %> <%= command.id %> state']
  static override args = {
    name: Args.string({description: 'which schema', options: Object.keys(SCHEMAS), default: 'proposal'}),
  }

  async run(): Promise<object> {
    const {args} = await this.parse(Schema)
    const schema = SCHEMAS[args.name as keyof typeof SCHEMAS]
    this.log(JSON.stringify(schema, undefined, 2))
    return schema
  }
}
