import {PlimsollError} from '../../errors.js'
import {EULER_V2} from '../addresses/euler-v2.js'
import {inBook} from '../addresses/book.js'
import {chainId} from '../chains.js'
import type {ProtocolRequest} from '../model.js'
import {namedContract} from '../named-contract.js'

/** The vault that a proposal governs: data only, the same for both roads. */
export interface EulerPlace {
  /** The vault's name under `contracts:`. */
  readonly name: string
  readonly chainId: number
  readonly vault: string
  /** The token that it holds, and how its amounts are counted. */
  readonly underlying: string
  readonly decimals: number
  /** The GovernorAccessControl that forwards the calls; undefined when the governor calls the vault itself. */
  readonly forwarder: string | undefined
}

/**
 * The vault of a proposal: `deployment` names one of its `contracts:`, with the decimals of the token it holds.
 * @throws EULER_NO_VAULT, EULER_NO_UNDERLYING, PROTOCOL_NO_ADDRESS
 */
export function placeOf(request: ProtocolRequest): EulerPlace {
  const {deployment: name = '', chain, through, underlying} = request.protocol
  const {contracts = {}} = request
  const vault = Object.hasOwn(contracts, name) ? contracts[name] : undefined
  if (vault?.decimals === undefined) {
    const what = vault ? `does not say how many decimals it has` : 'is not there'
    throw new PlimsollError(
      'EULER_NO_VAULT',
      `The vault \`${name}\` must stand under \`contracts:\`, and it ${what}.`,
      {
        suggestions: [
          `Write \`contracts: {${name}: {address: "0x...", decimals: 6}}\`: no list of Euler's vaults is kept here.`,
        ],
      },
    )
  }
  if (underlying === undefined) {
    throw new PlimsollError('EULER_NO_UNDERLYING', 'Which token the vault holds is not said.', {
      suggestions: ['Write it under `protocol:`, as in `underlying: USDC`.'],
    })
  }
  const id = chainId(chain)
  const known = inBook(EULER_V2, id, 'accessControlEmergencyGovernor')
  return {
    name,
    chainId: id,
    vault: vault.address,
    underlying,
    decimals: vault.decimals,
    forwarder: through === 'access-control' ? namedContract(request, 'governor', known) : undefined,
  }
}

/** The address of a collateral vault, under `contracts:`. @throws EULER_UNKNOWN_COLLATERAL */
export function collateralOf({contracts = {}}: ProtocolRequest, asset: string): string {
  const found = Object.hasOwn(contracts, asset) ? contracts[asset] : undefined
  if (found) return found.address
  throw new PlimsollError(
    'EULER_UNKNOWN_COLLATERAL',
    `The collateral \`${asset}\` is a vault of its own, and it is not under \`contracts:\`.`,
    {
      suggestions: [`Add it: \`contracts: {${asset}: {address: "0x..."}}\`.`],
    },
  )
}
