import {AbiCoder, computeAddress, id} from 'ethers'

import {encodeProposal} from '../../../src/governance/encode.js'
import {safeContract} from '../../../src/governance/safe-contracts.js'
import type {Proposal} from '../../../src/proposal/model.js'
import {findDeployment} from '../../../src/protocols/aave-v3/deployments.js'
import {aaveV3Getters} from '../../../src/protocols/aave-v3/getters.js'
import {aaveV3Reader} from '../../../src/protocols/aave-v3/read.js'
import {aaveV3Setter} from '../../../src/protocols/aave-v3/set.js'
import type {Change, CurrentValue, Setting} from '../../../src/protocols/model.js'
import {canonical} from '../../../src/units/quantity.js'
import {readWritten, writeQuantity} from '../../../src/units/written.js'
import {deployAave} from '../../helpers/aave.js'
import {deployAave36} from '../../helpers/aave-36.js'
import {ANYONE, Chain, type Contract, type Log} from '../../helpers/evm.js'
import {rawOf, says} from '../../helpers/roads.js'
import {deploySafe, execute, owners, safeLibrary, signatures} from '../../helpers/safe.js'

// Real Aave 3.0.2 and 3.6 behind a real Safe: what a proposal says is proposed, signed, executed, and read back through the
// getters.

const KEYS = owners(2)
const SAFE = '1.4.1'
const DEPLOYMENT = 'AaveV3Ethereum'
const book = findDeployment(DEPLOYMENT)
const tokenOf = (symbol: string): string => book.assets[symbol]!.underlying
/** In the order of their ids in the address book. */
const SYMBOLS = ['WETH', 'wstETH', 'WBTC', 'USDC']

interface World {
  readonly chain: Chain
  readonly safe: Contract
  readonly configurator: Contract
  /** Proposes, signs and executes; what the bytes say is what the file says. */
  readonly enact: (...changes: Change[]) => Promise<Log[]>
  /** What the getters say, by name and parameter, in the spelling of a file. */
  readonly values: (...changes: Change[]) => Promise<Record<string, Record<string, string>>>
}

async function world(version: '3.0' | '3.6'): Promise<World> {
  const chain = await Chain.create()
  chain.pass(1_700_000_000)
  const safe = await deploySafe(chain, SAFE, KEYS.map(computeAddress), 2)
  await chain.putCode(
    safeContract(SAFE, 'multiSendCallOnly', 1)!.address,
    safeLibrary(SAFE, 'MultiSendCallOnly').deployedBytecode,
  )
  const market = {deployment: DEPLOYMENT, symbols: SYMBOLS, riskAdmin: safe.address}
  const {configurator, dataProvider} = await (version === '3.0' ? deployAave : deployAave36)(chain, market)
  if (version === '3.0') await chain.copy(dataProvider.address, book.dataProvider)
  let nonce = 0
  const proposal = (changes: readonly Change[]): Proposal => ({
    plimsoll: 1,
    title: 'test',
    protocol: {name: 'aave-v3', chain: 'ethereum', deployment: DEPLOYMENT, through: 'configurator', version},
    changes,
    governance: [{venue: 'safe', address: safe.address, version: SAFE, nonce}],
  })
  return {
    chain,
    safe,
    configurator,
    async enact(...changes) {
      const request = proposal(changes)
      const calls = aaveV3Setter.calls(request).map((call) => rawOf(call, 1))
      expect(says(aaveV3Reader, request, calls)).toBe(true)
      const {transaction, hashes} = encodeProposal(request, {file: 'p.yaml', digest: ''}).acts[0]!.safe!
      const logs = await execute(safe, transaction, signatures(hashes.safeTxHash, KEYS))
      nonce++
      return logs
    },
    async values(...changes) {
      const names = [...new Set(changes.map((change) => String(change['asset'])))]
      const found: CurrentValue[] = []
      for (const {to, data, decode} of aaveV3Getters.queries(proposal(changes), names))
        found.push(...decode((await chain.send(ANYONE, to, data)).output))
      const table: Record<string, Record<string, string>> = {}
      for (const {asset, parameter, value} of found) (table[asset] ??= {})[parameter] = writeQuantity(value)
      return table
    },
  }
}

/** Enacts changes; afterwards each getter says what they say, kept values included. */
async function holds({enact, values}: World, unread: readonly string[], ...changes: Change[]): Promise<void> {
  await enact(...changes)
  const found = await values(...changes)
  for (const {asset, ...settings} of changes) {
    for (const [parameter, setting] of Object.entries(settings)) {
      if (unread.includes(parameter)) continue
      const {to, keep} = setting as Setting
      const is = found[String(asset)]?.[parameter]
      expect([asset, parameter, is && canonical(readWritten(is))]).toEqual([
        asset,
        parameter,
        canonical(readWritten(to ?? keep ?? '')),
      ])
    }
  }
}

const rates = (...values: number[]): string =>
  AbiCoder.defaultAbiCoder().encode(['uint16', 'uint32', 'uint32', 'uint32'], values)
const selector = (error: string): string => id(error).slice(0, 10)

const COLLATERAL = {ltv: {to: '80%'}, liquidationThreshold: {to: '83%'}, liquidationBonus: {to: '5%'}}

describe('Aave 3.6', () => {
  let aave: World
  beforeAll(async () => {
    aave = await world('3.6')
  }, 120_000)

  test('every parameter of a reserve is read back as the proposal says', async () => {
    await holds(
      aave,
      [],
      {
        asset: 'WETH',
        ...COLLATERAL,
        supplyCap: {to: '1_800_000 WETH'},
        borrowCap: {to: '1.4m WETH'},
        reserveFactor: {to: '15%'},
        liquidationProtocolFee: {to: '10%'},
        borrowingEnabled: {to: 'yes'},
        flashLoanEnabled: {to: 'yes'},
        borrowableInIsolation: {to: 'yes'},
        siloedBorrowing: {to: 'yes'},
        optimalUsageRatio: {to: '92%'},
        baseVariableBorrowRate: {to: '0.5%'},
        variableRateSlope1: {to: '2.7%'},
        variableRateSlope2: {to: '80%'},
      },
      {asset: 'wstETH', debtCeiling: {to: '1_000_000.25 USD'}, ...COLLATERAL},
      {asset: 'USDC', supplyCap: {to: '68_719_476_735 USDC'}, debtCeiling: {to: '10_995_116_277.75 USD'}},
    )
  })

  test('rates go to their ends', async () => {
    await holds(aave, [], {
      asset: 'WBTC',
      optimalUsageRatio: {from: '90%', to: '1%'},
      baseVariableBorrowRate: {to: '0%'},
      variableRateSlope1: {to: '500%'},
      variableRateSlope2: {to: '500%'},
    })
    await holds(aave, [], {
      asset: 'WBTC',
      optimalUsageRatio: {to: '99%'},
      baseVariableBorrowRate: {to: '1000%'},
      variableRateSlope1: {to: '0%'},
      variableRateSlope2: {to: '0%'},
    })
  })

  test('a category, its members, and what is kept of it', async () => {
    const terms = {eModeLtv: {to: '93%'}, eModeLiquidationThreshold: {to: '95%'}, eModeLiquidationBonus: {to: '1%'}}
    await holds(
      aave,
      [],
      // The category is made first, wherever it stands.
      {asset: 'USDC in eMode 1', eModeCollateral: {to: 'yes'}, eModeLtvZero: {to: 'yes'}},
      {asset: 'wstETH in eMode 1', eModeBorrowable: {to: 'yes'}, eModeCollateral: {to: 'no'}},
      {asset: 'eMode 1', ...terms, eModeLabel: {to: 'ETH correlated – « and »'}},
      {asset: 'eMode 255', ...terms, eModeLiquidationThreshold: {to: '99%'}, eModeLabel: {to: 'the last one'}},
    )
    await holds(
      aave,
      [],
      {
        asset: 'eMode 1',
        eModeLtv: {keep: '93%'},
        eModeLiquidationThreshold: {from: '95%', to: '95.5%'},
        eModeLiquidationBonus: {keep: '1%'},
        eModeLabel: {keep: 'ETH correlated – « and »'},
      },
      {asset: 'USDC in eMode 1', eModeLtvZero: {from: 'yes', to: 'no'}, eModeCollateral: {to: 'no'}},
    )
  })

  test('a freeze takes the loan-to-value, which an unfreeze does not bring back', async () => {
    const {enact, values} = aave
    const frozen = {asset: 'WETH', frozen: {to: 'yes'}}
    await enact(frozen)
    expect((await values({...frozen, ltvZero: {}})).WETH).toMatchObject({frozen: 'yes', ltv: '0%', ltvZero: 'yes'})
    await enact({asset: 'WETH', frozen: {from: 'yes', to: 'no'}})
    expect((await values({...frozen, ltvZero: {}})).WETH).toMatchObject({frozen: 'no', ltv: '0%', ltvZero: 'yes'})
    await enact({asset: 'WETH', ltvZero: {from: 'yes', to: 'no'}})
    expect((await values({...frozen, ltvZero: {}})).WETH).toMatchObject({ltv: '80%', ltvZero: 'no'})
    // Opened and given new values in one proposal, then closed again in the next.
    await enact({asset: 'WETH', frozen: {to: 'yes'}, ...COLLATERAL, ltv: {to: '79%'}})
    await enact({asset: 'WETH', frozen: {to: 'no'}, ltvZero: {to: 'no'}, ...COLLATERAL, ltv: {to: '78%'}})
    expect((await values({...frozen, ltvZero: {}})).WETH).toMatchObject({frozen: 'no', ltv: '78%', ltvZero: 'no'})
  })

  test('a pause ends with a grace period', async () => {
    const {chain, enact, values} = aave
    await enact({asset: 'USDC', paused: {to: 'yes'}})
    expect((await values({asset: 'USDC', paused: {}})).USDC).toMatchObject({paused: 'yes'})
    const logs = await enact({asset: 'USDC', paused: {from: 'yes', to: 'no'}, gracePeriod: {to: '4h'}})
    expect((await values({asset: 'USDC', paused: {}})).USDC).toMatchObject({paused: 'no'})
    const changed = logs
      .map((log) => aave.configurator.interface.parseLog(log))
      .find((log) => log?.name === 'LiquidationGracePeriodChanged')
    expect(changed?.args.toArray()).toEqual([tokenOf('USDC'), BigInt(chain.now + 4 * 3600)])
  })

  // The real contract is the judge of what we refuse.
  test.each([
    ['configureReserveAsCollateral', [tokenOf('WBTC'), 8000, 9525, 10_500], 'InvalidReserveParams'],
    ['setEModeCategory', [9, 0, 9500, 10_100, 'x'], 'InvalidEmodeCategoryParams'],
    ['setEModeCategory', [9, 9000, 9500, 10_000, 'x'], 'InvalidEmodeCategoryParams'],
    ['setEModeCategory', [9, 9000, 10_000, 10_001, 'x'], 'InvalidEmodeCategoryParams'],
    ['setEModeCategory', [0, 9000, 9500, 10_100, 'x'], 'EModeCategoryReserved'],
    ['setDebtCeiling', [tokenOf('WBTC'), 2n ** 40n], 'InvalidDebtCeiling'],
    ['setReserveFactor', [tokenOf('WBTC'), 10_001], 'InvalidReserveFactor'],
    ['setReservePause(address,bool,uint40)', [tokenOf('WBTC'), false, 14_401], 'InvalidGracePeriod'],
    ['setReserveFreeze', [tokenOf('WBTC'), false], 'InvalidFreezeState'],
    ['setReserveInterestRateData', [tokenOf('WBTC'), rates(99, 0, 1, 1)], 'InvalidOptimalUsageRatio'],
    ['setReserveInterestRateData', [tokenOf('WBTC'), rates(9901, 0, 1, 1)], 'InvalidOptimalUsageRatio'],
    ['setReserveInterestRateData', [tokenOf('WBTC'), rates(9000, 0, 2, 1)], 'Slope2MustBeGteSlope1'],
    ['setReserveInterestRateData', [tokenOf('WBTC'), rates(9000, 1, 50_000, 50_000)], 'InvalidMaxRate'],
  ])('%s %j reverts with %s', async (name, args, error) => {
    const {configurator, safe} = aave
    await expect(configurator.send(name, args, {from: safe.address})).rejects.toMatchObject({
      data: expect.stringContaining(selector(`${error}()`)) as string,
    })
  })
})

describe('Aave 3.0.2', () => {
  let aave: World
  beforeAll(async () => {
    aave = await world('3.0')
  }, 120_000)

  test('the parameters of a reserve are read back as the proposal says', async () => {
    await holds(
      aave,
      [],
      {
        asset: 'WETH',
        ...COLLATERAL,
        borrowingEnabled: {to: 'yes'},
        flashLoanEnabled: {to: 'yes'},
        borrowableInIsolation: {to: 'yes'},
        siloedBorrowing: {to: 'yes'},
        interestRateStrategy: {to: book.rateStrategy},
        frozen: {to: 'yes'},
      },
      {asset: 'USDC', debtCeiling: {to: '5_000_000 USD'}},
    )
    // No pending loan-to-value on 3.0.
    expect((await aave.values({asset: 'WETH'})).WETH).toMatchObject({ltv: '80%'})
    await holds(aave, [], {asset: 'WETH', frozen: {from: 'yes', to: 'no'}})
  })

  test('a category with its price source, and the reserve that joins it', async () => {
    await holds(
      aave,
      [],
      {asset: 'WETH', ...COLLATERAL, eModeCategory: {from: '0', to: '1'}},
      {
        asset: 'eMode 1',
        eModeLtv: {to: '90%'},
        eModeLiquidationThreshold: {to: '93%'},
        eModeLiquidationBonus: {to: '1%'},
        eModePriceSource: {to: tokenOf('WBTC')},
        eModeLabel: {to: 'ETH correlated'},
      },
    )
  })

  test.each([
    ['setEModeCategory', [9, 0, 9500, 10_100, ANYONE, 'x'], '21'],
    ['setEModeCategory', [9, 9000, 10_000, 10_001, ANYONE, 'x'], '21'],
    ['setDebtCeiling', [tokenOf('WBTC'), 2n ** 40n], '73'],
  ])('%s %j reverts with %s', async (name, args, code) => {
    await expect(aave.configurator.send(name, args, {from: aave.safe.address})).rejects.toThrow(code)
  })
})
