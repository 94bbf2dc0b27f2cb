import {assetOf, type Governed} from '../governed.js'
import type {Change, ParameterInfo, ProtocolRequest} from '../model.js'
import {atLeast, scopeOf, type Scope, type Version} from './scope.js'
import {versionOf} from './stewards.js'

/** What a change is about, and under which rules. */
export interface AaveSubject {
  /** As the file names it: `WETH`, `eMode 1`, `WETH in eMode 1`. */
  readonly asset: string
  readonly scope: Scope
  /** Whether the risk steward makes the change. */
  readonly steward: boolean
  /** The release that the market runs; undefined when nobody says it. */
  readonly version: Version | undefined
}

export function subjectOf(change: Change, request: ProtocolRequest): AaveSubject {
  const asset = assetOf(change)
  return {
    asset,
    scope: scopeOf(asset),
    steward: request.protocol.through === 'risk-steward',
    version: versionOf(request),
  }
}

export type Parameter = Governed<AaveSubject>

/** A parameter before it is bound to what it is about, and to the releases that have it. */
export interface Spec
  extends
    Omit<ParameterInfo, 'kind' | 'role'>,
    Partial<Pick<ParameterInfo, 'role'>>,
    Pick<Parameter, 'spelling' | 'token' | 'units'> {
  /** Its setter, for messages. */
  readonly setter: string
  readonly since?: Version
  readonly until?: Version
  /** Every release has the setter, but not with the same arguments. */
  readonly differs?: true
}

const ABOUT: Readonly<Record<Scope['kind'], string>> = {
  reserve: 'a reserve, as in `asset: WETH`',
  category: 'an eMode category, as in `asset: eMode 1`',
  member: 'a reserve in an eMode category, as in `asset: WETH in eMode 1`',
}

/** Why the release has no such setter, or cannot be told to have it; undefined when it has. */
function missing(
  {setter, since = '3.0', until = '3.7', differs}: Spec,
  version: Version | undefined,
): string | undefined {
  const say = 'say which release the market runs, as in `version: "3.6"` under `protocol:`.'
  if (differs && version === undefined) return `${setter} differs from one release of Aave to another: ${say}`
  if (since === '3.0' && until === '3.7') return undefined
  const span = until === '3.7' ? `from ${since} on` : since === '3.0' ? `up to ${until}` : `from ${since} to ${until}`
  if (version === undefined) return `Aave has ${setter} ${span}: ${say}`
  return atLeast(version, since) && atLeast(until, version)
    ? undefined
    : `Aave ${version} has no ${setter}: it is there ${span}.`
}

/** A parameter of one kind of subject. */
export function parameterOf(kind: Scope['kind'], spec: Spec): Parameter {
  return {
    ...spec,
    kind: spec.spelling.kind,
    role: spec.role ?? 'none',
    unfit: ({scope, version}) =>
      scope.kind === kind ? missing(spec, version) : `this is a parameter of ${ABOUT[kind]}.`,
  }
}
