import {dotted} from '../../dotted.js'
import {toFixedPoint, type FixedPoint} from '../../units/fixed.js'
import {
  ROLES,
  type Change,
  type GovernedValue,
  type JsonSchema,
  type ProtocolDefinition,
  type ProtocolRequest,
  type RiskValue,
  type Role,
  type Setting,
} from '../model.js'
import {inField, isSetting, settingSchema, textAfter, textBefore, withoutSettings} from '../setting.js'
import {PlimsollError} from '../../errors.js'
import type {Rational} from '../../units/rational.js'
import {customUnit, parseCustom, UNIT_NAMES, UNIT_PATTERN} from './units.js'

/** A setting of a custom contract: how the contract counts it, and what it means to a risk model. */
export interface CustomSetting extends Setting {
  readonly unit: string
  readonly role: Role
}

const plain = settingSchema(
  {
    description:
      'A value with its unit: `5%`, `500bps`, `10m DAI`, `6h`; for the unit raw, the bare integer in quotes.',
    pattern: String.raw`\S`,
    examples: ['5%', '10m DAI'],
  },
  {
    unit: {
      type: 'string',
      description:
        'How the contract stores it: bps, percent, ppm (ratios); wad, ray, rad (18, 27, 45 decimals; ratios or amounts); ' +
        'ratio:<decimals>; token:<decimals> and whole-tokens (amounts); seconds (durations); raw (the integer itself).',
      anyOf: [{enum: [...UNIT_NAMES, 'ratio:18', 'token:18', 'token:6']}, {pattern: UNIT_PATTERN}],
    },
    role: {
      type: 'string',
      description:
        'What it means to the backtest; none when it means nothing to it. A liquidationBonus is the premium (5%): ' +
        'where the contract stores 105%, say none.',
      enum: ROLES,
    },
  },
)

const LITERAL = 'customLiteral'
const ARGUMENT = 'customArgument'
const refer = (definition: string): JsonSchema => ({$ref: `#/definitions/${definition}`})

/** What stands for an argument of any type that is no setting; `inner` is what its items and components may be. */
const literal = (inner: JsonSchema): JsonSchema => ({
  type: ['string', 'integer', 'boolean', 'array', 'object'],
  description:
    'A literal: addresses, large integers and hex in quotes; a list; a tuple, by the names of its components in the order ' +
    'of the ABI or as a list; text in a bytesN argument, padded on the right with zeros, as `{text: "ETH-B"}`.',
  items: inner,
  additionalProperties: inner,
})

const getter: JsonSchema = {
  type: 'object',
  description: 'How the contract is asked what the value is, so that `simulate` can read it back.',
  additionalProperties: false,
  properties: {
    contract: {
      type: 'string',
      minLength: 1,
      description: 'The contract to ask: its name under `contracts:`; the one that is called when absent.',
    },
    function: {type: 'string', minLength: 1, description: 'The function of its `abi:` to ask: name or signature.'},
    arguments: {
      type: 'object',
      description:
        'What it takes, by name; what is absent has the value of the literal of that name: of the tuple around the setting, or of the call.',
      additionalProperties: refer(LITERAL),
    },
    result: {
      type: 'string',
      minLength: 1,
      description: 'The name of the result, where it has several; of a member of a struct: `config.fee`.',
    },
  },
  required: ['function'],
}

const setting: JsonSchema = {...plain, properties: {...(plain['properties'] as JsonSchema), getter}}

const definitions: JsonSchema = {
  [LITERAL]: literal(refer(LITERAL)),
  [ARGUMENT]: {
    // Editors offer what stands here, not what stands under `then`.
    defaultSnippets: plain['defaultSnippets'],
    if: {type: 'object', anyOf: ['to', 'keep'].map((key) => ({properties: {[key]: {}}, required: [key]}))},
    then: setting,
    else: literal(refer(ARGUMENT)),
  },
}

const changeSchema: JsonSchema = {
  type: 'object',
  description: 'One call of a function of one of the `contracts:`.',
  additionalProperties: false,
  properties: {
    asset: {type: 'string', minLength: 1, description: 'What the change is about, for people and the backtest: ETH.'},
    contract: {type: 'string', minLength: 1, description: 'The contract to call: its name under `contracts:`.'},
    function: {
      type: 'string',
      minLength: 1,
      description:
        'The function to call: its name, or its signature when there are several of that name: file(bytes32,bytes32,uint256).',
    },
    arguments: {
      type: 'object',
      description:
        'Every argument of the function by name, in the order of the ABI: a literal (addresses, large integers and hex in ' +
        'quotes; lists; tuples by the names of their components, or as lists), or a setting with its unit and role, at any depth.',
      additionalProperties: refer(ARGUMENT),
    },
  },
  required: ['asset', 'contract', 'function', 'arguments'],
}

/** The arguments of a change, by name. */
export function argumentsOf(change: Change): Readonly<Record<string, unknown>> {
  const given = change['arguments']
  return typeof given === 'object' && given !== null && !Array.isArray(given) ? (given as Record<string, unknown>) : {}
}

/** A setting among the arguments of a change, with its path below them. */
export interface PlacedCustomSetting {
  readonly path: readonly (number | string)[]
  readonly setting: CustomSetting
}

/** Every setting in a value, however deep, in file order. */
export function settingsIn(value: unknown, path: readonly (number | string)[]): PlacedCustomSetting[] {
  if (typeof value !== 'object' || value === null) return []
  if (isSetting(value)) return [{path, setting: value as CustomSetting}]
  const entries: [number | string, unknown][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value)
  return entries.flatMap(([key, part]) => settingsIn(part, [...path, key]))
}

/** The value of a setting with a role. Every role but a cap is a ratio: 50 of something is no margin of 5000%. */
function ratioOf(role: Role, unit: string, text: string): Rational {
  const {kind, value} = parseCustom(customUnit(unit), text)
  if (kind === 'ratio' || role === 'cap') return value
  throw new PlimsollError(
    'CUSTOM_ROLE_UNIT',
    `the role ${role} is a ratio, and \`${text}\` in the unit ${unit} is none.`,
    {
      suggestions: ['Give it a unit of ratios, such as bps, wad or ratio:<decimals>, or the role none.'],
    },
  )
}

function riskValues(request: ProtocolRequest): RiskValue[] {
  return request.changes.flatMap((change, index) =>
    settingsIn(argumentsOf(change), []).flatMap(({path, setting}): RiskValue[] => {
      const {role, unit, ...texts} = setting
      const name = dotted(path)
      if (role === 'none') return []
      const read = (text: string) => inField(name, () => ratioOf(role, unit, text))
      const before = textBefore(texts)
      return [
        {
          subject: String(change['asset']),
          parameter: name,
          role,
          before: before === undefined ? undefined : read(before),
          after: read(textAfter(texts)),
          path: ['changes', index, 'arguments', ...path],
        },
      ]
    }),
  )
}

/** The contract's address, the function, and every literal argument: what is left are the settings. */
function identity(change: Change, request: ProtocolRequest): string | undefined {
  const address = request.contracts?.[String(change['contract'])]?.address
  if (address === undefined) return undefined
  const literals = Object.entries(withoutSettings(argumentsOf(change), 'set') as object)
  const name = String(change['function']).replace(/\(.*$/s, '')
  return JSON.stringify([address, name, literals]).replaceAll(/0x[\da-f]+/gi, (hex) => hex.toLowerCase())
}

/** The widest integers there are; the argument's own type is checked where the call is made. */
const WIDEST: Pick<FixedPoint, 'max' | 'min'> = {min: -(2n ** 255n), max: 2n ** 256n - 1n}

function governedValues(request: ProtocolRequest): GovernedValue[] {
  return request.changes.flatMap((change, index) => {
    const given = argumentsOf(change)
    return settingsIn(given, []).map(({path, setting}): GovernedValue => {
      const {role, unit: unitName, ...texts} = setting
      const name = dotted(path)
      const unit = customUnit(unitName)
      const {show} = inField(name, () => parseCustom(unit, textAfter(texts)))
      const read = (text: string) => parseCustom(unit, text).value
      const units = (text: string) =>
        inField(name, () => toFixedPoint(read(text), {...WIDEST, name: unitName, perOne: unit.perOne}, show))
      const before = textBefore(texts)
      return {
        subject: String(change['asset']),
        parameter: name,
        role,
        path: ['changes', index, 'arguments', ...path],
        call: {function: String(change['function']), arguments: given},
        before: before === undefined ? undefined : units(before),
        after: units(textAfter(texts)),
        changes: texts.to !== undefined,
        perOne: unit.perOne,
        read,
        show,
      }
    })
  })
}

/** Any contract, described by the proposal itself: the functions it calls, and what each argument means. */
export const custom: ProtocolDefinition = {
  name: 'custom',
  title: 'custom contracts',
  protocolSchema: {type: 'object', properties: {}, required: []},
  changeSchema,
  definitions,
  parameters: [],
  assets: () => undefined,
  riskValues,
  identity,
  governedValues,
  describe: (request) => `custom contracts (${Object.keys(request.contracts ?? {}).join(', ')})`,
}
