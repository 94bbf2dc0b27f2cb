import {EXIT, PlimsollError} from '../errors.js'
import type {Quantity} from '../units/quantity.js'
import {readWritten, writeQuantity} from '../units/written.js'
import {chainId, chainName} from './chains.js'
import type {CurrentValue, JsonSchema, ProtocolRequest} from './model.js'

/** The block that values were read at. */
export interface StateBlock {
  readonly number: number
  readonly hash: string
  /** Seconds since 1970, UTC. */
  readonly timestamp: number
}

/** Current values of one protocol, as they are saved: texts in the spelling of proposals, by deployment, asset and parameter. */
export interface ChainState {
  readonly state: 1
  readonly protocol: string
  readonly chainId: number
  readonly block: StateBlock
  /** Who said so: `node eth.example`. Never an address with a key in it. */
  readonly source: string
  readonly deployments: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, string>>>>>>
  readonly notes: readonly string[]
}

/** The end of the year 9999: later times have no date that people could read. */
export const LAST_SECOND = 253_402_300_799

const map = (values: JsonSchema, description: string): JsonSchema => ({
  type: 'object',
  description,
  additionalProperties: values,
})

/** The JSON Schema of saved states (draft-07). */
export const STATE_SCHEMA: JsonSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  $id: 'state.schema.json',
  title: 'Plimsoll saved state, version 1',
  description: 'Current values of governed parameters, read from a chain at one block by `plimsoll diff --save`.',
  type: 'object',
  additionalProperties: false,
  required: ['state', 'protocol', 'chainId', 'block', 'source', 'deployments', 'notes'],
  properties: {
    state: {const: 1, description: 'Version of this file format.'},
    protocol: {type: 'string', description: 'The protocol, as in proposals: `aave-v3`.'},
    chainId: {type: 'integer', minimum: 1, description: 'The chain that was read.'},
    block: {
      type: 'object',
      description: 'The block that every value was read at.',
      additionalProperties: false,
      required: ['number', 'hash', 'timestamp'],
      properties: {
        number: {type: 'integer', minimum: 0, description: 'Its number.'},
        hash: {type: 'string', pattern: '^0x[0-9a-f]{64}$', description: 'Its hash.'},
        timestamp: {
          type: 'integer',
          minimum: 0,
          maximum: LAST_SECOND,
          description: 'Its time, seconds since 1970 UTC.',
        },
      },
    },
    source: {type: 'string', description: 'Who was asked: the host of the node, without keys.'},
    deployments: map(
      map(
        map(
          {type: 'string', minLength: 1, description: 'The value with its unit, spelt as in a proposal: `82.5%`.'},
          'The values of one asset, by parameter.',
        ),
        'The assets of one deployment, by symbol.',
      ),
      'The deployments, by name.',
    ),
    notes: {type: 'array', items: {type: 'string'}, description: 'What a reader of the values must know.'},
  },
}

/** Values that were read, as a state. */
export function stateOf(
  about: Pick<ChainState, 'block' | 'chainId' | 'protocol' | 'source'>,
  deployment: string,
  values: readonly CurrentValue[],
): ChainState {
  const assets: Record<string, Record<string, string>> = {}
  for (const {asset, parameter, value} of values) (assets[asset] ??= {})[parameter] = writeQuantity(value)
  const notes = values.flatMap(({asset, note}) => (note === undefined ? [] : [`${deployment} ${asset}: ${note}`]))
  const {protocol, chainId, block, source} = about
  return {state: 1, protocol, chainId, block, source, deployments: {[deployment]: assets}, notes}
}

/** The value that a state has for a parameter of an asset; undefined when it does not say. */
export function stateValue(
  state: ChainState,
  deployment: string,
  asset: string,
  parameter: string,
): Quantity | undefined {
  const own = <T>(values: Readonly<Record<string, T>> | undefined, key: string): T | undefined =>
    values && Object.hasOwn(values, key) ? values[key] : undefined
  const text = own(own(own(state.deployments, deployment), asset), parameter)
  return text === undefined ? undefined : readWritten(text)
}

/**
 * The deployment of a state that a proposal is about.
 * @throws STATE_OTHER (exit 3) when the state is of another protocol, chain or deployment
 */
export function deploymentIn(state: ChainState, {name, chain, deployment = ''}: ProtocolRequest['protocol']): string {
  const refuse = (what: string): PlimsollError =>
    new PlimsollError('STATE_OTHER', `the saved state is ${what}.`, {
      exit: EXIT.cannotTell,
      suggestions: ['Read the one that belongs to this proposal: `plimsoll diff FILE --rpc URL --save STATE.json`.'],
    })
  if (state.protocol !== name) throw refuse(`one of ${state.protocol}, but the proposal is about ${name}`)
  const wanted = chainId(chain)
  if (state.chainId !== wanted)
    throw refuse(`one of ${chainName(state.chainId)}, but the proposal is for ${chainName(wanted)}`)
  if (Object.hasOwn(state.deployments, deployment)) return deployment
  throw refuse(`about ${Object.keys(state.deployments).join(', ') || 'no deployment'}, not about ${deployment}`)
}
