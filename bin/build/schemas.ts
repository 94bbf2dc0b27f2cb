// Prints what the build compiles: the JSON Schemas composed from the registries. Bundled and run by schemas.js.
import {composePolicySchema} from '../../src/check/policy/schema.js'
import {POLICIES} from '../../src/generated/policies.js'
import {VENUES} from '../../src/governance/venues/registry.js'
import {composeProposalSchema} from '../../src/proposal/schema.js'
import {PROTOCOLS} from '../../src/protocols/registry.js'

const schema = composePolicySchema(PROTOCOLS)
const names = POLICIES.map(({name}) => name)
const policy = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  $id: 'policy.schema.json',
  title: 'Plimsoll policy',
  ...schema,
}
process.stdout.write(JSON.stringify({policy, proposal: composeProposalSchema(PROTOCOLS, VENUES, {names, schema})}))
