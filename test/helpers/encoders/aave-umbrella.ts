import {address} from './sample.js'
import {type Row, type Scope} from './scope.js'
import {amount, duration, ratio} from './texts.js'

// Signatures: IUmbrellaConfiguration.sol and IUmbrellaStkManager.sol.

const UMBRELLA = '0xD400fc38ED4732893174325693a63C30ee3881a8'
const USDC = '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48'
const STAKE = '0x6bf183243FdD1e306ad2C4450BC7dcf6f0bf8Aa6'
/** From June 2025 on, this many seconds later is the end of 32 bits. */
const LONGEST = 2n ** 32n - 1n - 1_748_736_000n
const SLASHING = ['liquidationFee', 'priceOracle']

const time = (name: string, id: string): Row => ({
  to: UMBRELLA,
  signature: `${name}((address,uint256)[])`,
  when: [id],
  args: (values) => [[[STAKE, values.of(id)]]],
})

const scope: Scope = {
  protocol: {name: 'aave-umbrella', chain: 'ethereum', deployment: 'UmbrellaEthereum', through: 'admin'},
  about: {asset: 'USDC', stake: 'STK_WA_USDC_V1'},
  kinds: {
    liquidationFee: ratio(4, {max: 10_000n}),
    priceOracle: address(1n),
    deficitOffset: amount('USDC', 6, {max: 2n ** 256n - 1n}),
    cooldown: duration(LONGEST),
    unstakeWindow: duration(LONGEST),
  },
  packs: [SLASHING],
  rows: [
    {
      to: UMBRELLA,
      signature: 'updateSlashingConfigs((address,address,uint256,address)[])',
      when: SLASHING,
      args: (values) => [[[USDC, STAKE, ...SLASHING.map((id) => values.of(id))]]],
    },
    {
      to: UMBRELLA,
      signature: 'setDeficitOffset(address,uint256)',
      when: ['deficitOffset'],
      args: (values) => [USDC, values.of('deficitOffset')],
    },
    time('setCooldownStk', 'cooldown'),
    time('setUnstakeWindowStk', 'unstakeWindow'),
  ],
}

export const AAVE_UMBRELLA: readonly Scope[] = [scope]
