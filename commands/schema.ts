import {PlimsollCommand} from '../src/edge/command.js'
import schema from '../src/generated/proposal.schema.json' with {type: 'json'}

export default class Schema extends PlimsollCommand {
  static override summary = 'print the JSON Schema of proposal files (draft-07)'
  static override description = 'Editors with a YAML language server complete and check proposals with it.'
  static override examples = ['<%= config.bin %> <%= command.id %>']

  async run(): Promise<object> {
    await this.parse(Schema)
    this.log(JSON.stringify(schema, undefined, 2))
    return schema
  }
}
