import {Args} from '@oclif/core'

import {POSITIONS_SCHEMA} from '../src/backtest/book/positions-fields.js'
import {PlimsollCommand} from '../src/edge/command.js'
import {fundDefinitions, fundSchema} from '../src/insurance/simulation/request-schema.js'
import policy from '../src/generated/policy.schema.json' with {type: 'json'}
import proposal from '../src/generated/proposal.schema.json' with {type: 'json'}
import state from '../src/generated/state.schema.json' with {type: 'json'}

/** What `backtest.fund` of a proposal may hold, by itself. */
const fund = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  $id: 'fund.schema.json',
  title: 'Plimsoll insurance stack',
  ...fundSchema,
  definitions: fundDefinitions,
}
const SCHEMAS = {proposal, policy, fund, positions: POSITIONS_SCHEMA, state}

export default class Schema extends PlimsollCommand {
  static override summary = 'print a JSON Schema (draft-07)'
  static override description =
    'Editors with a YAML language server complete and check proposals and policies with it; other tools can check files of positions. A state is what `diff --save` writes.'
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> policy',
    '<%= config.bin %> <%= command.id %> fund',
    '<%= config.bin %> <%= command.id %> positions',
    '<%= config.bin %> <%= command.id %> state',
  ]
  static override args = {
    name: Args.option({options: Object.keys(SCHEMAS) as (keyof typeof SCHEMAS)[]})({
      description: 'what the schema is of',
      default: 'proposal',
    }),
  }

  async run(): Promise<object> {
    const {args} = await this.parse(Schema)
    const schema = SCHEMAS[args.name]
    this.log(JSON.stringify(schema, undefined, 2))
    return schema
  }
}
