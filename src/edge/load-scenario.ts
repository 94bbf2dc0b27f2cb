import type {ValidateFunction} from 'ajv'
import {existsSync} from 'node:fs'

import {schemaReports} from '../check/schema-findings.js'
import {PlimsollError} from '../errors.js'
import {validateScenario} from '../generated/validators.js'
import {findScenario} from '../stress/find-scenario.js'
import type {Scenario} from '../stress/model.js'
import {scenarioOf, type ScenarioFile} from '../stress/scenario.js'
import {loadSource} from './load-proposal.js'

/**
 * A scenario by its name, or from a file of its own: what looks like a path, or is one.
 * @throws STRESS_UNKNOWN; STRESS_INVALID at the first place that the schema refuses; STRESS_SCENARIO
 */
export async function loadScenario(nameOrFile: string): Promise<Scenario> {
  if (!/[./\\]/.test(nameOrFile) && !existsSync(nameOrFile)) return findScenario(nameOrFile)
  const source = await loadSource(nameOrFile)
  const validate = validateScenario as ValidateFunction<ScenarioFile>
  if (validate(source.value)) return scenarioOf(source.value)
  const [first, ...others] = schemaReports(validate.errors ?? [], source)
  const more = others.length > 0 ? ` (and ${others.length} more)` : ''
  throw new PlimsollError('STRESS_INVALID', `${first?.message ?? 'not a scenario'}${more}`, {
    place: source.locate(first?.path ?? [], first?.key),
    suggestions: ['`plimsoll schema scenario` prints what a scenario may hold.'],
  })
}
