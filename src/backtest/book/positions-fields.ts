/** What a file of positions is about. */
export type BookKind = 'lending' | 'perpetual'

/** One column of a file of positions. */
export interface PositionField {
  readonly name: string
  readonly type: 'amount' | 'mode' | 'positive' | 'side' | 'text'
  readonly required: boolean
  readonly description: string
}

const field = (
  name: string,
  type: PositionField['type'],
  description: string,
  {required = true} = {},
): PositionField => ({name, type, required, description})
const OPTIONAL = {required: false}

/** The columns of each kind of book. Amounts are decimal numbers in units of the asset; prices and USD in quote units. */
export const POSITION_FIELDS: Readonly<Record<BookKind, readonly PositionField[]>> = {
  lending: [
    field('id', 'text', 'Name of the loan or vault; no two rows share one.'),
    field('collateral_asset', 'text', 'What backs the loan: an asset of the proposal, as in WETH.'),
    field('collateral_amount', 'amount', 'Units of the collateral, not negative: 12.5, never wei.'),
    field('debt_asset', 'text', 'What is owed: USD or a dollar stablecoin (valued at 1), or an asset with prices.'),
    field('debt_amount', 'amount', 'Units of the debt, interest to date included, not negative.'),
    field('account', 'text', 'Loans of one account back each other.', OPTIONAL),
    field('emode', 'text', 'Efficiency mode that the loan is in.', OPTIONAL),
  ],
  perpetual: [
    field('id', 'text', 'Name of the position; no two rows share one.'),
    field('market', 'text', 'Market of the position: an asset of the proposal, as in ETH or ETH-USD.'),
    field('side', 'side', 'long or short.'),
    field('size', 'positive', 'Base units, positive on both sides.'),
    field('entry_price', 'positive', 'Quote units per base unit.'),
    field('collateral', 'amount', 'Margin, in units of the collateral asset, not negative.'),
    field('collateral_asset', 'text', 'What the margin is held in; quote currency when empty.', OPTIONAL),
    field('account', 'text', 'Cross-margin positions of one account share its collateral.', OPTIONAL),
    field('margin_mode', 'mode', 'isolated (default) or cross.', OPTIONAL),
  ],
}

const TYPES: Readonly<Record<PositionField['type'], object>> = {
  amount: {type: 'number', minimum: 0},
  mode: {enum: ['isolated', 'cross']},
  positive: {type: 'number', exclusiveMinimum: 0},
  side: {enum: ['long', 'short']},
  text: {type: 'string', minLength: 1},
}

function itemSchema(kind: BookKind): object {
  const fields = POSITION_FIELDS[kind]
  return {
    type: 'object',
    title: kind === 'lending' ? 'A loan' : 'A perpetual position',
    required: fields.filter(({required}) => required).map(({name}) => name),
    properties: Object.fromEntries(fields.map(({name, type, description}) => [name, {...TYPES[type], description}])),
  }
}

/** The JSON Schema of a JSON file of positions; a CSV has the same names as its header. */
export const POSITIONS_SCHEMA = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  $id: 'positions.schema.json',
  title: 'Plimsoll positions',
  description:
    'A book of loans or of perpetual positions, one kind a file. A CSV file has these names as its header; other names ' +
    'are passed over, or taken with --map. No two positions may share an id.',
  anyOf: (['lending', 'perpetual'] as const).map((kind) => ({type: 'array', minItems: 1, items: itemSchema(kind)})),
} as const
