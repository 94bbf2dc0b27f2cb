import type {ValidateFunction} from 'ajv'
import {existsSync} from 'node:fs'

import {findPolicy} from '../check/policy/find-policy.js'
import type {Policy} from '../check/policy/model.js'
import {schemaReports} from '../check/schema-findings.js'
import {PlimsollError} from '../errors.js'
import {validatePolicy} from '../generated/validators.js'
import {loadSource} from './load-proposal.js'

/**
 * A policy by its name, or from a file of its own: what looks like a path, or is one.
 * @throws POLICY_UNKNOWN; POLICY_INVALID at the first place that the schema refuses
 */
export async function loadPolicy(nameOrFile: string): Promise<Policy> {
  if (!/[./\\]/.test(nameOrFile) && !existsSync(nameOrFile)) return findPolicy(nameOrFile)
  const source = await loadSource(nameOrFile)
  const validate = validatePolicy as ValidateFunction<Policy>
  if (validate(source.value)) return source.value
  const [first, ...others] = schemaReports(validate.errors ?? [], source)
  const more = others.length > 0 ? ` (and ${others.length} more)` : ''
  throw new PlimsollError('POLICY_INVALID', `${first?.message ?? 'not a policy'}${more}`, {
    place: source.locate(first?.path ?? [], first?.key),
    suggestions: ['`plimsoll schema policy` prints what a policy may hold.'],
  })
}
