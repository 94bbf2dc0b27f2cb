// Prints what the build compiles: the JSON Schemas, those of proposals and policies composed from the registries. Bundled and run by schemas.js.
import {composePolicySchema} from '../../src/check/policy/schema.js'
import {POLICIES} from '../../src/generated/policies.js'
import {VENUES} from '../../src/governance/venues/registry.js'
import {fundDefinitions, fundSchema} from '../../src/insurance/simulation/request-schema.js'
import {composeProposalSchema} from '../../src/proposal/schema.js'
import {PROTOCOLS} from '../../src/protocols/registry.js'
import {STATE_SCHEMA as state} from '../../src/protocols/state.js'
import {SCENARIO_SCHEMA as scenario} from '../../src/stress/schema.js'

const schema = composePolicySchema(PROTOCOLS)
const names = POLICIES.map(({name}) => name)
const policy = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  $id: 'policy.schema.json',
  title: 'Plimsoll policy',
  ...schema,
}
const proposal = composeProposalSchema(
  PROTOCOLS,
  VENUES,
  {names, schema},
  {definitions: fundDefinitions, schema: fundSchema},
)
process.stdout.write(JSON.stringify({policy, proposal, scenario, state}))
