import {AbiCoder, Interface, keccak256} from 'ethers'

import {PlimsollError} from '../../errors.js'
import {chainName} from '../../protocols/chains.js'
import type {Entry, Turn, VenueCall, VenueContext, VenueDefinition, VenueItem} from '../model.js'
import {safeContract} from '../safe-contracts.js'
import {
  absent,
  accountIn,
  addressField,
  bytes32Field,
  bytesField,
  bytesIn,
  durationField,
  durationIn,
  timeField,
  timeIn,
} from './item.js'
import {multiSend} from './multi-send.js'
import {forTurn} from './per-turn.js'
import {begunBefore, within} from './windows.js'

const PAUSE = new Interface([
  'function plot(address usr, bytes32 tag, bytes fax, uint256 eta)',
  'function exec(address usr, bytes32 tag, bytes fax, uint256 eta)',
  'function plans(bytes32 plan) view returns (bool)',
])
const time = timeField('Unix seconds, or a time in UTC.')

const schema = {
  type: 'object',
  properties: {
    address: addressField('The DSPause, with its checksum, in quotes.'),
    proxy: addressField('Its proxy(), which makes the calls.'),
    delay: durationField('Its delay(): the plan must be plotted at least that long before `eta`.'),
    eta: {
      description:
        'When the plan can be executed: unix seconds, or a time in UTC; a list where the pause is used several times.',
      anyOf: [...time.anyOf, {type: 'array', minItems: 1, items: time}],
    },
    action: {
      type: 'object',
      description:
        'Deployed contract (a spell action) whose code makes the calls; when absent MultiSendCallOnly 1.4.1 makes them from the calldata.',
      additionalProperties: false,
      required: ['address', 'codeHash', 'fax'],
      properties: {
        address: addressField('The contract (usr), with its checksum, in quotes.'),
        codeHash: bytes32Field('Its code hash (tag), which exec checks.'),
        fax: bytesField('What it is called with; `0x61461954` is execute().'),
      },
    },
  },
  required: ['address', 'proxy', 'delay', 'eta'],
}

/** What a DSPause holds a plan to: keccak256(abi.encode(usr, tag, fax, eta)). Source: ds-pause pause.sol. */
export function planHash(plan: readonly [usr: string, tag: string, fax: string, eta: bigint | number]): string {
  return keccak256(AbiCoder.defaultAbiCoder().encode(['address', 'bytes32', 'bytes', 'uint256'], plan))
}

interface Delegate {
  readonly usr: string
  /** Whether its code makes calls that are not in the bytes. */
  readonly isAction: boolean
  readonly tag: string
  readonly fax: string
  readonly note: string
}

/** Whose code the proxy runs, and with what. */
function delegateOf({calls}: Turn, item: VenueItem, chainId: number): Delegate {
  if (!absent(item, 'action')) {
    const action: VenueItem = {...(item['action'] as object), venue: "ds-pause's action"}
    const usr = accountIn(action, 'address')
    const note = `The calls are in the code of ${usr}, not in these bytes: only its source or a simulation shows that it makes them.`
    return {usr, isAction: true, tag: bytesIn(action, 'codeHash', 32), fax: bytesIn(action, 'fax'), note}
  }
  const batch = safeContract('1.4.1', 'multiSendCallOnly', chainId)
  if (batch) {
    const note =
      'The proxy runs MultiSendCallOnly 1.4.1 by delegatecall, which makes the calls that stand in these bytes.'
    return {usr: batch.address, isAction: false, tag: batch.codeHash, fax: multiSend(calls), note}
  }
  throw new PlimsollError('PAUSE_NO_ACTION', `There is no MultiSendCallOnly 1.4.1 known on ${chainName(chainId)}.`, {
    suggestions: ['Deploy a contract that makes the calls, and name it as `action:`.'],
  })
}

/** Maker's DSPause: plot, wait, exec; the proxy then runs a contract's code as itself. A plan does not expire. */
export const dsPause: VenueDefinition = {
  name: 'ds-pause',
  title: 'DSPause',
  about: [
    "The plan's hash binds the spell's address, its code hash, the call and eta; neither the pause nor the chain. Code that changes in between makes exec fail.",
    "Plotted by whoever the pause's authority allows, executed by anybody from eta on; a plan does not expire in the pause itself.",
  ],
  schema,
  example: [
    {
      venue: 'ds-pause',
      address: '0xbE286431454714F511008713973d3B053A2d38f3',
      proxy: '0xBE8E3e3618f7474F8cB1d074A26afFef007E98FB',
      delay: '2d',
      eta: '2027-01-15T08:00:00Z',
    },
  ],
  account: (item) => accountIn(item, 'proxy'),
  wrap(turn, item, context: VenueContext): Entry[] {
    const {index} = context
    const pause = accountIn(item, 'address')
    const eta = timeIn(forTurn(item, 'eta', context), 'eta')
    const delay = durationIn(item, 'delay')
    const {usr, isAction, tag, fax, note} = delegateOf(turn, item, context.chainId)
    const plan = [usr, tag, fax, eta] as const
    const hashes = {planHash: planHash(plan)}
    const call = (name: 'exec' | 'plot', does: string): VenueCall => ({
      to: pause,
      value: 0n,
      data: PAUSE.encodeFunctionData(name, plan),
      title: `${does} the plan at the pause ${pause}: ${turn.title}`,
      signature: `${name}(address,bytes32,bytes,uint256)`,
    })
    const [plot, exec] = [call('plot', 'Plot'), call('exec', 'Execute')]
    const {closes} = begunBefore(turn.window, delay)
    const plotted: Turn = {
      key: `${turn.key}/plot-${index}`,
      title: plot.title,
      calls: [plot],
      role: `an account that the authority of the pause ${pause} lets plot`,
      // DSAuth.isAuthorized lets the pause itself do everything.
      standing: {contract: pause, as: 'itself'},
      already: {to: pause, data: PAUSE.encodeFunctionData('plans', [hashes.planHash])},
      window: {opens: [], closes: [...closes, {at: eta - delay}]},
      hashes,
    }
    return [
      {turn: plotted},
      {
        act: {
          key: turn.key,
          title: exec.title,
          venue: index,
          sender: {role: 'any account'},
          transaction: {to: exec.to, value: exec.value, data: exec.data},
          ...(isAction ? {runs: usr} : {}),
          window: within(turn.window, {opens: [{at: eta}]}),
          hashes: {...turn.hashes, ...hashes},
          notes: [`The pause's proxy must be ${turn.role}.`, note, ...(turn.notes ?? [])],
        },
      },
    ]
  },
}
