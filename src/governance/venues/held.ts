import {id as keccakOfText, Interface, type Result} from 'ethers'

import type {Held, VenueCall} from '../model.js'
import type {StyledCall} from './compound-queue.js'

const PAYLOADS = new Interface([
  'function getPayloadById(uint40 payloadId) view returns ((address creator, uint8 maximumAccessLevelRequired, uint8 state, uint40 createdAt, uint40 queuedAt, uint40 executedAt, uint40 cancelledAt, uint40 expirationTime, uint40 delay, uint40 gracePeriod, (address target, bool withDelegateCall, uint8 accessLevel, uint256 value, string signature, bytes callData)[] actions))',
])
const GOVERNORS = new Interface([
  'function getActions(uint256 proposalId) view returns (address[] targets, uint256[] values, string[] signatures, bytes[] calldatas)',
  'function proposalDetails(uint256 proposalId) view returns (address[] targets, uint256[] values, bytes[] calldatas, bytes32 descriptionHash)',
])

/** A call as it is executed; lists of them are compared as text. */
const plain = (to: string, value: bigint, data: string): string => `${to} ${value} ${data}`.toLowerCase()

function sameLists(found: readonly string[], wanted: readonly string[]): boolean | undefined {
  if (found.length === 0) return undefined
  return found.length === wanted.length && found.every((call, index) => call === wanted[index])
}

/** What an Aave payloads controller holds under a number. Source: aave-governance-v3 IPayloadsControllerCore.sol. */
export function heldPayload(controller: string, payload: bigint, level: number, calls: readonly VenueCall[]): Held {
  const wanted = calls.map(({to, value, data}) => `${plain(to, value, data)} ${level} false`)
  return {
    what: `payload ${payload} of the payloads controller ${controller}`,
    to: controller,
    data: PAYLOADS.encodeFunctionData('getPayloadById', [payload]),
    same(output) {
      const [found] = PAYLOADS.decodeFunctionResult('getPayloadById', output) as unknown as [{actions: Result}]
      const actions = found.actions.map((action: Result) => {
        const [target, withDelegateCall, own, value, signature, data] = action as unknown as [
          string,
          boolean,
          bigint,
          bigint,
          string,
          string,
        ]
        return `${plain(target, value, whole(signature, data))} ${own} ${withDelegateCall}`
      })
      return sameLists(actions, wanted)
    },
  }
}

/** What a governor that numbers its proposals holds under a number: Bravo's getActions, CompoundGovernor's proposalDetails. */
export function heldProposal(
  governor: string,
  proposal: bigint,
  view: 'getActions' | 'proposalDetails',
  styled: readonly StyledCall[],
): Held {
  const wanted = styled.map(({target, value, signature, data}) => plain(target, value, whole(signature, data)))
  return {
    what: `proposal ${proposal} of the governor ${governor}`,
    to: governor,
    data: GOVERNORS.encodeFunctionData(view, [proposal]),
    same(output) {
      const found = [...GOVERNORS.decodeFunctionResult(view, output)] as readonly Result[]
      const [targets, values, signatures, calldatas] =
        view === 'getActions' ? found : [found[0], found[1], undefined, found[2]]
      const calls = [...(targets ?? [])].map((target, index) =>
        plain(
          String(target),
          values?.[index] as bigint,
          whole(String(signatures?.[index] ?? ''), String(calldatas?.[index])),
        ),
      )
      return sameLists(calls, wanted)
    },
  }
}

/** The data with its selector in front, where the function stands apart as text. */
const whole = (signature: string, data: string): string =>
  signature === '' ? data : keccakOfText(signature).slice(0, 10) + data.slice(2)
