import type {ValidateFunction} from 'ajv'

import {validateProposal} from '../generated/validators.js'
import type {LoadedProposal, Path, Proposal} from '../proposal/model.js'
import type {SourceFile} from '../proposal/parse.js'
import {schemaReports, type SchemaReport} from './schema-findings.js'

/** What the schema says of a file: the proposal, or what it refuses. */
export interface SchemaAnswer {
  readonly proposal: LoadedProposal | undefined
  readonly reports: readonly SchemaReport[]
}

/** Holds a file against the schema alone: commands that show no lint findings need no more. */
export function readProposal(source: SourceFile): SchemaAnswer {
  const validate = validateProposal as ValidateFunction<Proposal>
  if (!validate(source.value)) return {proposal: undefined, reports: schemaReports(validate.errors ?? [], source)}
  const {file, text, digest} = source
  const locate = (path: Path, key?: boolean) => source.locate(path, key)
  return {proposal: {file, text, digest, proposal: source.value, locate}, reports: []}
}
