// Prints what the build compiles: the JSON Schemas composed from the registries. Bundled and run by schemas.js.
import {VENUES} from '../../src/governance/venues/registry.js'
import {composeProposalSchema} from '../../src/proposal/schema.js'
import {PROTOCOLS} from '../../src/protocols/registry.js'

process.stdout.write(JSON.stringify({proposal: composeProposalSchema(PROTOCOLS, VENUES)}))
