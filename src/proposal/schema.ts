import {DURATION_PATTERN} from '../units/duration.js'
import {RATIO_PATTERN} from '../units/ratio.js'
import {bookSchema} from './book-schema.js'
import {EVIDENCE_PATTERN} from './evidence.js'

type JsonSchema = Readonly<Record<string, unknown>>

/** What a protocol or a venue adds to the schema; its registry entry is one of these. */
export interface ProtocolFragment {
  readonly name: string
  readonly title: string
  readonly protocolSchema: JsonSchema
  readonly changeSchema: JsonSchema
  readonly definitions?: JsonSchema
  readonly drafting?: {readonly deployments: readonly {readonly name: string; readonly assets: readonly string[]}[]}
}
export interface VenueFragment {
  readonly name: string
  readonly title: string
  readonly schema: JsonSchema
}

/** What the guardrails add: the names that are known, and what an inline map looks like. */
export interface PolicyFragment {
  readonly names: readonly string[]
  readonly schema: JsonSchema
}

/** What the insurance layers add: the schema of `backtest.fund`, and what it refers to. */
export interface FundFragment {
  readonly schema: JsonSchema
  readonly definitions: JsonSchema
}

const NUMBER = String.raw`\d(_?\d)*(\.\d+)?`
const criterion = (what: string, relation: '<' | '>', tail: string): JsonSchema => ({
  type: 'string',
  pattern: `^${relation}=?\\s*${NUMBER}\\s?(%|bps)${tail}$`,
  description: what,
})
const ratio = (description: string): JsonSchema => ({type: 'string', pattern: RATIO_PATTERN, description})
const date = (description: string): JsonSchema => ({type: 'string', format: 'date', description})
const ADDRESS = '^0x[0-9a-fA-F]{40}$'

/** The steps that a proposal may list under `require:`, in the order in which `review` runs them. */
export const STEPS = ['check', 'backtest', 'encode', 'verify', 'simulate'] as const

/** What a backtest must show, criterion by criterion. */
export const ACCEPT: JsonSchema = {
  type: 'object',
  description: 'Acceptance criteria: the review fails when one does not hold.',
  additionalProperties: false,
  minProperties: 1,
  properties: {
    coverage: criterion(
      'Share of close-out windows that the margin covers; read on its one-sided 95% lower bound: `>= 97%`.',
      '>',
      '',
    ),
    badDebt: criterion(
      'Bad debt of the book: `<= 0.05% of debt`; owners do nothing unless it ends in ` with response`.',
      '<',
      String.raw`\s+of\s+(debt|open interest)(\s+with response)?`,
    ),
    fundExhaustion: criterion(
      'Probability that the fund runs dry: `<= 0.1% per year`.',
      '<',
      String.raw`\s+per\s+year`,
    ),
  },
}

const backtestSchema = (fund: JsonSchema): JsonSchema => ({
  type: 'object',
  description: 'What history must say about the proposed numbers.',
  additionalProperties: false,
  required: ['prices', 'horizon', 'confidence'],
  properties: {
    prices: {
      description:
        'A series id (see `plimsoll data list`) or a CSV file; where several assets change, one for each: `{WETH: ETH-USDT}`.',
      anyOf: [
        {type: 'string', minLength: 1},
        {type: 'object', minProperties: 1, additionalProperties: {type: 'string', minLength: 1}},
      ],
    },
    from: date('First day of the sample, UTC.'),
    to: date('Last day of the sample, UTC, included.'),
    horizon: {
      type: 'string',
      pattern: DURATION_PATTERN,
      description: 'Close-out period: how long until a position is closed. Never finer than the bars of the series.',
    },
    confidence: ratio('The coverage that the margin aims at; the tests are against this.'),
    book: bookSchema,
    fund,
    accept: ACCEPT,
  },
})

const contracts: JsonSchema = {
  type: 'object',
  description: 'Contracts that the proposal brings along, by a name of its own.',
  additionalProperties: {
    type: 'object',
    additionalProperties: false,
    required: ['address'],
    properties: {
      address: {type: 'string', pattern: ADDRESS, description: 'Checksummed address, quoted.'},
      abi: {
        type: 'array',
        minItems: 1,
        items: {type: 'string', minLength: 3},
        description: 'Human-readable fragments: `function setX(address asset, uint256 x)`.',
      },
      decimals: {
        type: 'integer',
        minimum: 0,
        maximum: 36,
        description: 'Of a token or a vault: how many decimals it has.',
      },
    },
  },
}

/** Lets `then` hold where `key` equals `name`; its own properties are listed so that unknown ones are refused there. */
export function when(path: readonly string[], name: string, then: JsonSchema): JsonSchema {
  const condition = path.reduceRight<JsonSchema>(
    (inner, key) => ({type: 'object', required: [key], properties: {[key]: inner}}),
    {
      const: name,
    },
  )
  return {if: condition, then}
}

/** The assets of each deployment, for editors to offer; whether one exists is the lint rules' to say. */
function assetExamples({title, drafting}: ProtocolFragment): JsonSchema[] {
  return (drafting?.deployments ?? []).map(({name, assets}) =>
    when(['protocol', 'deployment'], name, {
      properties: {
        changes: {items: {properties: {asset: {description: `An asset of ${name} (${title}).`, examples: assets}}}},
      },
    }),
  )
}

function closed(schema: JsonSchema, common: JsonSchema): JsonSchema {
  const properties = {...common, ...(schema['properties'] as JsonSchema | undefined)}
  const required = [
    ...Object.keys(common).filter((key) => key !== 'version'),
    ...((schema['required'] as string[] | undefined) ?? []),
  ]
  return {...schema, type: 'object', additionalProperties: false, properties, required: [...new Set(required)]}
}

/**
 * The JSON Schema of proposal files (draft-07: the dialect that editors complete best), composed from what the
 * registries of protocols, venues and insurance layers bring. One added there appears here without a change.
 */
export function composeProposalSchema(
  protocols: readonly ProtocolFragment[],
  venues: readonly VenueFragment[],
  policy: PolicyFragment,
  fund: FundFragment,
): JsonSchema {
  const names = protocols.map(({name}) => name)
  const name = {
    enum: names,
    description: protocols.map((protocol) => `\`${protocol.name}\`: ${protocol.title}.`).join(' '),
  }
  const chain = {type: ['string', 'integer'], description: 'Chain name or id: `ethereum` or `1`.'}
  const venueNames = {
    enum: venues.map((venue) => venue.name),
    description: venues.map((venue) => `\`${venue.name}\`: ${venue.title}.`).join(' '),
  }
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: 'proposal.schema.json',
    title: 'Plimsoll proposal, version 1',
    description:
      'One change to governed risk parameters: what changes, who executes it, and what evidence it must pass.',
    definitions: Object.assign({}, fund.definitions, ...protocols.map(({definitions}) => definitions)) as JsonSchema,
    type: 'object',
    additionalProperties: false,
    required: ['plimsoll', 'title', 'protocol', 'changes'],
    properties: {
      plimsoll: {const: 1, description: 'Version of this file format.'},
      title: {type: 'string', minLength: 5, maxLength: 120, description: 'One line for lists and headings.'},
      summary: {type: 'string', description: 'Markdown for voters and signers.'},
      discussion: {type: 'string', format: 'uri', description: 'Where the change is discussed.'},
      protocol: {
        type: 'object',
        description: 'Which deployment of which protocol.',
        required: ['name', 'chain'],
        properties: {name, chain},
      },
      contracts,
      changes: {type: 'array', minItems: 1, description: 'What changes, asset by asset.', items: {type: 'object'}},
      governance: {
        type: 'array',
        minItems: 1,
        description: 'Who executes the change, outermost first; venues nest.',
        items: {
          type: 'object',
          required: ['venue'],
          properties: {venue: venueNames},
          allOf: venues.map((venue) => when(['venue'], venue.name, closed(venue.schema, {venue: {const: venue.name}}))),
        },
      },
      policy: {
        description: 'The guardrails that hold for this change: a name (see `plimsoll policy list`) or an inline map.',
        anyOf: [{type: 'string', minLength: 1, examples: policy.names}, policy.schema],
      },
      backtest: backtestSchema(fund.schema),
      require: {
        type: 'array',
        uniqueItems: true,
        items: {enum: [...STEPS]},
        description:
          'Steps that must run and pass: a step listed here that cannot run makes the review answer CANNOT TELL.',
      },
      evidence: {
        type: 'string',
        pattern: EVIDENCE_PATTERN,
        description:
          'What the figures of the backtest rest on, as `plimsoll backtest FILE --seal` writes it; the last line of what a governor is given as description.',
      },
    },
    allOf: protocols.flatMap((protocol) => [
      when(['protocol', 'name'], protocol.name, {
        properties: {
          protocol: closed(protocol.protocolSchema, {name: {const: protocol.name}, chain}),
          changes: {items: protocol.changeSchema},
        },
      }),
      ...assetExamples(protocol),
    ]),
  }
}
