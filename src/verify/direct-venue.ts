import type {TransactionInput} from '../governance/read/transaction/model.js'
import type {VenueItem} from '../governance/model.js'

/** Functions that carry out what was announced before; often anybody may call them. By their first four bytes. */
const EXECUTES = new Set([
  '0x134008d3', // execute(address,uint256,bytes,bytes32,bytes32) of a timelock
  '0xe38335e5', // executeBatch(address[],uint256[],bytes[],bytes32,bytes32)
  '0x0825f38f', // executeTransaction(address,uint256,string,bytes,uint256)
  '0x2656227d', // execute(address[],uint256[],bytes[],bytes32) of a governor
  '0xfe0d94c1', // execute(uint256)
  '0xddf0b009', // queue(uint256)
  '0x92cdb834', // executePayload(uint40)
  '0x168ccd67', // exec(address,bytes32,bytes,uint256) of a DSPause
  '0xee072baf', // executeNextTx(address,uint256,bytes,uint8) of a Delay
])

/**
 * Where a call carries out at an inner venue what was announced before, the outer venues are not in it: the index of that
 * venue in `governance:`. 0 for everything else.
 */
export function directVenue(input: TransactionInput, to: string | undefined, governance: readonly VenueItem[]): number {
  if (input.kind !== 'calls' || input.calls.length === 0) return 0
  const targets = new Set(input.calls.map((call) => (call.to ?? to)?.toLowerCase()))
  const [target] = targets
  if (targets.size > 1 || target === undefined || !input.calls.every(({data}) => EXECUTES.has(data.slice(0, 10))))
    return 0
  const index = governance.findIndex((item) => venueAddress(item) === target)
  return Math.max(index, 0)
}

const venueAddress = (item: VenueItem): string => String(item['address'] ?? item['payloadsController']).toLowerCase()
