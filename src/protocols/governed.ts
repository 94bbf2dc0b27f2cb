import {PlimsollError} from '../errors.js'
import {toFixedPoint, type FixedPoint} from '../units/fixed.js'
import type {Rational} from '../units/rational.js'
import type {Change, GovernedValue, JsonSchema, ParameterInfo, ProtocolRequest, RiskValue} from './model.js'
import {inField, isSetting, settingSchema, textAfter, textBefore} from './setting.js'
import type {Spelling} from './spelling.js'

/** A parameter with how its texts are read and how calls carry it; S is what a change is about. */
export interface Governed<S> extends ParameterInfo {
  readonly spelling: Spelling
  /** The contract's integers for this subject. */
  readonly units: (subject: S) => FixedPoint
  /** The token that an amount is counted in. */
  readonly token?: (subject: S) => string
  /** Whether the parameter can be set for the subject; the reason when it cannot. */
  readonly unfit?: (subject: S) => string | undefined
  /** The contract's integer where the integers that it holds are not evenly spaced. @throws UNITS_DOES_NOT_FIT */
  readonly fit?: (value: Rational, subject: S, show: (value: Rational) => string) => bigint
}

/** A protocol's parameters, and what each change is about: what the definition and the setting side share. */
export interface GovernedTable<S> {
  readonly parameters: readonly Governed<S>[]
  /** @throws PlimsollError when the change is about nothing that is known */
  readonly subjectOf: (change: Change, request: ProtocolRequest) => S
  /** What a value means to a risk model where that is not the value itself. */
  readonly risk?: (value: RiskInput<S>) => Pick<RiskValue, 'after' | 'before' | 'role'> | undefined
}

/** A value that may have a role, with the others of its change. */
export interface RiskInput<S> {
  readonly parameter: Governed<S>
  readonly before: Rational | undefined
  readonly after: Rational
  /** The value of another parameter of the same change. */
  other(id: string): {readonly before: Rational | undefined; readonly after: Rational} | undefined
}

/** A setting in the contract's own integers. */
export interface SetValue {
  readonly changes: boolean
  readonly before: bigint | undefined
  readonly after: bigint
  /** "82.50% -> 82%", "stays 5%". */
  readonly text: string
}

export const assetOf = (change: Change): string => (typeof change['asset'] === 'string' ? change['asset'] : '')

const fields = <S>(parameter: Governed<S>, subject: S) => {
  const token = parameter.token?.(subject) ?? ''
  const show = (value: Rational): string => parameter.spelling.show(value, token)
  const read = (text: string): Rational => parameter.spelling.read(text, token)
  const units = (text: string): bigint =>
    parameter.fit?.(read(text), subject, show) ?? toFixedPoint(read(text), parameter.units(subject), show)
  return {show, read, units}
}

/** The settings of a change by parameter, in the contract's integers. @throws UNITS_*, PROTOCOL_UNFIT */
export function settingsIn<S>(
  {parameters}: GovernedTable<S>,
  change: Change,
  subject: S,
): Readonly<Record<string, SetValue>> {
  const values = parameters.flatMap((parameter) => {
    const {id} = parameter
    const setting = change[id]
    if (!isSetting(setting)) return []
    return inField(`${assetOf(change)} ${id}`, () => {
      const problem = parameter.unfit?.(subject)
      if (problem !== undefined) throw new PlimsollError('PROTOCOL_UNFIT', problem)
      const {units} = fields(parameter, subject)
      const [before, after] = [textBefore(setting), textAfter(setting)]
      const changes = setting.to !== undefined
      const text = !changes ? `stays ${after}` : before === undefined ? `becomes ${after}` : `${before} -> ${after}`
      const value = {changes, before: before === undefined ? undefined : units(before), after: units(after), text}
      return [[id, value] as const]
    })
  })
  return Object.fromEntries(values)
}

/** The parameters that fit what the only change of a request is about; all of them before there is one. */
export function fittingIn<S>({parameters, subjectOf}: GovernedTable<S>, request: ProtocolRequest): string[] {
  const [change] = request.changes
  const subject = change && subjectOf(change, request)
  return parameters.filter(({unfit}) => subject === undefined || unfit?.(subject) === undefined).map(({id}) => id)
}

/** What a change of some parameters must say too, where one call sets those of a pack together. */
export const companionsIn =
  (packs: readonly (readonly string[])[]) =>
  (ids: readonly string[]): string[] =>
    packs
      .filter((pack) => pack.some((id) => ids.includes(id)))
      .flat()
      .filter((id) => !ids.includes(id))

/** Schema of one item of `changes:`; `literals` are its properties beside the parameters. */
export function changeSchemaOf<S>(
  parameters: readonly Governed<S>[],
  {asset, literals = {}}: {asset: string; literals?: JsonSchema},
): JsonSchema {
  return {
    type: 'object',
    description: 'What changes for one asset.',
    additionalProperties: false,
    properties: {
      asset: {type: 'string', description: asset, minLength: 1},
      ...literals,
      ...Object.fromEntries(
        parameters.map(({id, title, description, spelling: {pattern, examples}}) => [
          id,
          settingSchema({title, description, pattern, examples}),
        ]),
      ),
    },
    required: ['asset'],
    minProperties: 2,
  }
}

/** Every setting of a request whose parameter is known, with its texts. */
function placed<S>({parameters, subjectOf}: GovernedTable<S>, request: ProtocolRequest) {
  return request.changes.flatMap((change, index) =>
    Object.entries(change).flatMap(([id, setting]) => {
      const parameter = parameters.find((known) => known.id === id)
      if (!parameter || !isSetting(setting)) return []
      const subject = subjectOf(change, request)
      return [{change, parameter, setting, subject, path: ['changes', index, id] as const}]
    }),
  )
}

/** The values with a role, in file order. @throws UNITS_* with the setting's text in the message */
export function riskValuesOf<S>(table: GovernedTable<S>, request: ProtocolRequest): RiskValue[] {
  const {risk, parameters} = table
  return placed(table, request).flatMap(({change, parameter, setting, subject, path}): RiskValue[] => {
    const pair = (known: Governed<S>, {from, to, keep}: typeof setting) => {
      const {read} = fields(known, subject)
      const before = textBefore({...(from !== undefined && {from}), ...(keep !== undefined && {keep})})
      const after = read(textAfter({...(to !== undefined && {to}), ...(keep !== undefined && {keep})}))
      return {before: before === undefined ? undefined : read(before), after}
    }
    const other = (id: string) => {
      const known = parameters.find((each) => each.id === id)
      const value = change[id]
      return known && isSetting(value) ? pair(known, value) : undefined
    }
    const own = pair(parameter, setting)
    const meant = risk
      ? risk({parameter, ...own, other})
      : parameter.role === 'none'
        ? undefined
        : {...own, role: parameter.role}
    return meant ? [{subject: assetOf(change), parameter: parameter.id, path: [...path], ...meant}] : []
  })
}

/** Every setting in the contract's integers, in file order. @throws UNITS_* when one is not an integer there */
export function governedValuesOf<S>(table: GovernedTable<S>, request: ProtocolRequest): GovernedValue[] {
  return placed(table, request).map(({change, parameter, setting, subject, path}): GovernedValue => {
    const {show, read, units} = fields(parameter, subject)
    const before = textBefore(setting)
    const asset = assetOf(change)
    const value = (text: string): bigint => inField(`${asset} ${parameter.id}`, () => units(text))
    return {
      subject: asset,
      parameter: parameter.id,
      role: parameter.role,
      path: [...path],
      before: before === undefined ? undefined : value(before),
      after: value(textAfter(setting)),
      changes: setting.to !== undefined,
      perOne: parameter.units(subject).perOne,
      read,
      show,
    }
  })
}
