import {Args} from '@oclif/core'

import {POSITIONS_SCHEMA} from '../src/backtest/book/positions-fields.js'
import {PlimsollCommand} from '../src/edge/command.js'
import results from '../src/edge/result-schemas.json' with {type: 'json'}
import {PlimsollError} from '../src/errors.js'
import {CHAIN_STATE_SCHEMA} from '../src/evm/chain-schema.js'
import {fundDefinitions, fundSchema} from '../src/insurance/simulation/request-schema.js'
import policy from '../src/generated/policy.schema.json' with {type: 'json'}
import proposal from '../src/generated/proposal.schema.json' with {type: 'json'}
import scenario from '../src/generated/scenario.schema.json' with {type: 'json'}
import state from '../src/generated/state.schema.json' with {type: 'json'}
import {nearest} from '../src/nearest.js'

/** What `backtest.fund` of a proposal may hold, by itself. */
const fund = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  $id: 'fund.schema.json',
  title: 'Plimsoll insurance stack',
  ...fundSchema,
  definitions: fundDefinitions,
}
const inputs = {proposal, policy, fund, positions: POSITIONS_SCHEMA, scenario, state, 'chain-state': CHAIN_STATE_SCHEMA}
const INPUTS = Object.keys(inputs)
const SCHEMAS: Readonly<Record<string, object>> = {...inputs, ...results}

export default class Schema extends PlimsollCommand {
  static override summary = 'print a JSON Schema (draft-07)'
  static override description =
    'Editors with a YAML language server complete and check proposals and policies with it; other tools can check files of positions. A state is what `diff --save` writes, a chain-state what `simulate --save` writes. `COMMAND-result` is what `plimsoll COMMAND --json` answers.'
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> policy',
    '<%= config.bin %> <%= command.id %> fund',
    '<%= config.bin %> <%= command.id %> positions',
    '<%= config.bin %> <%= command.id %> scenario',
    '<%= config.bin %> <%= command.id %> state',
    '<%= config.bin %> <%= command.id %> chain-state',
    '<%= config.bin %> <%= command.id %> review-result',
  ]
  static override args = {
    name: Args.string({description: `${INPUTS.join(', ')}, or COMMAND-result`, default: 'proposal'}),
  }

  async run(): Promise<object> {
    const {args} = await this.parse(Schema)
    const schema = Object.hasOwn(SCHEMAS, args.name) ? SCHEMAS[args.name] : undefined
    if (!schema) throw unknown(args.name)
    this.log(JSON.stringify(schema, undefined, 2))
    return schema
  }
}

function unknown(name: string): PlimsollError {
  const near = nearest(name, Object.keys(SCHEMAS))
  return new PlimsollError('SCHEMA_UNKNOWN', `there is no schema called \`${name}\`.`, {
    suggestions: [
      ...(near.length > 0 ? [`Did you mean ${near.join(' or ')}?`] : []),
      `There are ${INPUTS.join(', ')}, and one for the answer of each command, such as review-result.`,
    ],
  })
}
