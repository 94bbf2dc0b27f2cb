import type {Fields} from './fields.js'
import type {JsonSchema} from './layer-schema.js'
import type {Layer} from './model.js'

/** A kind of layer as a proposal knows it. Adding one: its file in `layers/`, and a line in `layers/registry.ts`. */
export interface LayerKind {
  /** What `layer:` says in the file. */
  readonly kind: string
  /** The schema of its item, draft-07. */
  readonly schema: JsonSchema
  /** @throws INSURANCE_FIELD, INSURANCE_TERMS, UNITS_* when the item does not say what the kind needs */
  read(fields: Fields): Layer
}
