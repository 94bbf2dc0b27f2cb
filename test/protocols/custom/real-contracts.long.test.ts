import {AbiCoder, Interface, keccak256, ZeroAddress, zeroPadValue} from 'ethers'

import {encodeProposal} from '../../../src/governance/encode.js'
import type {VenueItem} from '../../../src/governance/model.js'
import type {Proposal} from '../../../src/proposal/model.js'
import {simulate} from '../../../src/evm/simulate.js'
import {customReader} from '../../../src/protocols/custom/read.js'
import type {Change} from '../../../src/protocols/model.js'
import {addressesOf, carryOut, type Hands} from '../../helpers/carry-out.js'
import {artifact, Reverted, type Chain, type Contract} from '../../helpers/evm.js'
import {chainWithRecorders, DAY, START} from '../../helpers/governance.js'
import {rawOf, says} from '../../helpers/roads.js'
import {deploySafe, owners, safeLibrary} from '../../helpers/safe.js'
import {sourceOf} from '../../helpers/simulated.js'
import {compiledPackage} from '../../helpers/solidity-package.js'
import {openZeppelinTimelock} from '../../helpers/zodiac.js'
import {safeContract} from '../../../src/governance/safe-contracts.js'

// The door of contracts that the product does not know, with contracts of other people behind it.

const ADMIN = '0x00000000000000000000000000000000000000A1'
const KEYS = owners(2)

/** Simulates a proposal, then carries it out for real: what the bytes say is what the file says, and nothing else. */
async function throughTheDoor(chain: Chain, proposal: Proposal, hands: Hands = {}) {
  const encoded = encodeProposal(proposal, {file: 'a.yaml', digest: ''})
  const calls = encoded.calls.map((call) => rawOf(call, 1))
  expect(says(customReader, proposal, calls)).toBe(true)
  const header = {
    number: `0x${chain.block.toString(16)}`,
    timestamp: `0x${chain.now.toString(16)}`,
    gasLimit: '0x3938700',
  }
  const {simulation} = await simulate(proposal, encoded, {chainId: 1, header, source: await sourceOf(chain)})
  if (simulation.verdict !== 'NOT AS SAID') await carryOut(chain, encoded.acts, hands)
  return simulation
}

const custom = (contracts: Proposal['contracts'], changes: readonly Change[], ...governance: VenueItem[]): Proposal =>
  ({
    plimsoll: 1,
    title: 'A change',
    protocol: {name: 'custom', chain: 1},
    contracts,
    changes,
    governance,
  }) as unknown as Proposal

describe("Aave's Executor of governance v2, with a payload by delegatecall", () => {
  const PAYLOAD = '0x13a9CC64344b02bACC5AD9Cf38B5711F1B9ec3d4'
  const ARGUMENTS =
    'address target, uint256 value, string signature, bytes data, uint256 executionTime, bool withDelegatecall'
  const ABI = ['queueTransaction', 'executeTransaction', 'cancelTransaction'].map(
    (name) => `function ${name}(${ARGUMENTS})`,
  )
  const NEW_DELAY = new Interface(['function setDelay(uint256)']).encodeFunctionData('setDelay', [3 * DAY])

  async function deployExecutor(): Promise<{chain: Chain; executor: Contract}> {
    const chain = await chainWithRecorders()
    const built = artifact('@aave/governance-v2/artifacts/contracts/governance/Executor.sol/Executor.json')
    const executor = await chain.deploy(built, [ADMIN, 2 * DAY, 5 * DAY, DAY, 30 * DAY, 50, 100, 50, 200])
    // Calls the executor with its own calldata, and reverts when that does: only by delegatecall is the caller the executor.
    await chain.putCode(
      PAYLOAD,
      `0x365f5f375f5f365f5f73${executor.address.slice(2)}5af11560285700${'00'.repeat(4)}5b5f5ffd`,
    )
    return {chain, executor}
  }

  const proposalOf = (executor: Contract, name: string, withDelegatecall: boolean): Proposal =>
    custom(
      {executor: {address: executor.address, abi: ABI}},
      [
        {
          asset: 'AAVE',
          contract: 'executor',
          function: name,
          arguments: {
            ...{target: PAYLOAD, value: 0, signature: 'setDelay(uint256)', data: `0x${NEW_DELAY.slice(10)}`},
            ...{executionTime: START + 4 * DAY, withDelegatecall},
          },
        },
      ],
      {venue: 'eoa', address: ADMIN},
    )

  test.each([true, false])('queues under the hash of its fields and executes (delegatecall: %s)', async (delegate) => {
    const {chain, executor} = await deployExecutor()
    const queued = await throughTheDoor(chain, proposalOf(executor, 'queueTransaction', delegate))
    const fields = [PAYLOAD, 0, 'setDelay(uint256)', `0x${NEW_DELAY.slice(10)}`, START + 4 * DAY, delegate]
    const types = ['address', 'uint256', 'string', 'bytes', 'uint256', 'bool']
    const hash = keccak256(AbiCoder.defaultAbiCoder().encode(types, fields))
    expect(await executor.read('isActionQueued', [hash])).toEqual([true])
    // Nothing that it sets is a number with a unit: what it does is shown, and no value is vouched for.
    expect(queued.verdict).toBe('CANNOT TELL')

    const execute = proposalOf(executor, 'executeTransaction', delegate)
    expect((await throughTheDoor(chain, execute)).reasons.join()).toContain('TIMELOCK_NOT_FINISHED')
    chain.pass(4 * DAY)
    const done = await throughTheDoor(chain, execute)
    expect(await executor.read('isActionQueued', [hash])).toEqual([!delegate])
    expect(await executor.read('getDelay')).toEqual([BigInt(delegate ? 3 * DAY : 2 * DAY)])
    if (delegate) expect(done.writes.map(({address}) => address)).toContain(executor.address.toLowerCase())
    else expect(done.reasons.join()).toContain('FAILED_ACTION_EXECUTION')
  })
})

describe('Morpho Blue, whose owner is a timelock that a Safe proposes to', () => {
  const ENTRY = '@morpho-org/morpho-blue/src/Morpho.sol'
  const [IRM, RECIPIENT] = ['0x13a9CC64344b02bACC5AD9Cf38B5711F1B9ec3d4', '0x64b761D848206f447Fe2dd461b0c635Ec39EbB27']
  const ORACLE = '0x47c71dFEB55Ebaa431Ae3fbF99Ea50e0D3d30fA8'
  const ABI = [
    'function enableLltv(uint256 lltv)',
    'function enableIrm(address irm)',
    'function setFeeRecipient(address newFeeRecipient)',
    'function setFee((address loanToken, address collateralToken, address oracle, address irm, uint256 lltv) marketParams, uint256 newFee)',
    'function market(bytes32 id) view returns (uint128 totalSupplyAssets, uint128 totalSupplyShares, uint128 totalBorrowAssets, uint128 totalBorrowShares, uint128 lastUpdate, uint128 fee)',
  ]

  async function deployMorpho() {
    const chain = await chainWithRecorders()
    const safe = await deploySafe(chain, '1.4.1', addressesOf(KEYS), 2)
    const {address: callOnly} = safeContract('1.4.1', 'multiSendCallOnly', 1)!
    await chain.putCode(callOnly, safeLibrary('1.4.1', 'MultiSendCallOnly').deployedBytecode)
    const timelock = await chain.deploy(openZeppelinTimelock(), [2 * DAY, [safe.address], [ZeroAddress], ZeroAddress])
    const source = {compiler: 'solc-0827', entries: [ENTRY], remappings: {}, pragma: '0.8.19'}
    const morpho = await chain.deploy(compiledPackage(source)['Morpho']!, [timelock.address])
    const venues = [
      {venue: 'safe', address: safe.address, version: '1.4.1', nonce: 0},
      {venue: 'timelock-controller', address: timelock.address, delay: '2d', salt: zeroPadValue('0x01', 32)},
    ]
    const proposalOf = (...changes: [name: string, values: Record<string, unknown>][]): Proposal =>
      custom(
        {morpho: {address: morpho.address, abi: ABI}},
        changes.map(([name, values]) => ({asset: 'MORPHO', contract: 'morpho', function: name, arguments: values})),
        ...venues,
      )
    const hands: Hands = {
      safes: [{contract: safe, keys: KEYS}],
      async after({hashes}) {
        const id = hashes?.['operationId']
        if (id !== undefined) expect(await timelock.read('isOperation', [id])).toEqual([true])
      },
    }
    return {chain, morpho, proposalOf, hands}
  }

  test('a liquidation LTV, an interest rate model and a fee recipient: proposed, waited for, executed', async () => {
    const {chain, morpho, proposalOf, hands} = await deployMorpho()
    const lltv = {to: '86%', unit: 'wad', role: 'liquidationThreshold'}
    const proposal = proposalOf(
      ['enableLltv', {lltv}],
      ['enableIrm', {irm: IRM}],
      ['setFeeRecipient', {newFeeRecipient: RECIPIENT}],
    )
    const {verdict, path, events, steps} = await throughTheDoor(chain, proposal, hands)
    expect([path, steps.length, verdict]).toEqual(['steps', 2, 'CANNOT TELL'])
    expect(await morpho.read('isLltvEnabled', [86n * 10n ** 16n])).toEqual([true])
    expect(await morpho.read('isIrmEnabled', [IRM])).toEqual([true])
    expect(await morpho.read('feeRecipient')).toEqual([RECIPIENT])
    const told = events.filter(({address}) => address === morpho.address.toLowerCase())
    expect(told.map(({topics}) => morpho.interface.getEvent(topics[0]!)!.name)).toEqual([
      'EnableLltv',
      'EnableIrm',
      'SetFeeRecipient',
    ])
  })

  test('the fee of a market, which is named by its struct and read back under the hash of it', async () => {
    const {chain, morpho, proposalOf, hands} = await deployMorpho()
    const owner = String((await morpho.read('owner'))[0])
    await morpho.send('enableIrm', [ZeroAddress], {from: owner})
    await morpho.send('enableLltv', [86n * 10n ** 16n], {from: owner})
    const fields = [IRM, RECIPIENT, ORACLE, ZeroAddress, 86n * 10n ** 16n]
    await morpho.send('createMarket', [fields])
    const id = keccak256(
      AbiCoder.defaultAbiCoder().encode(['address', 'address', 'address', 'address', 'uint256'], fields),
    )
    const [loanToken, collateralToken, oracle, irm] = fields
    const fee = (to: string, lltv = '860_000_000_000_000_000') => ({
      marketParams: {loanToken, collateralToken, oracle, irm, lltv},
      newFee: {
        ...{from: '0%', to, unit: 'wad', role: 'none'},
        getter: {function: 'market', arguments: {id}, result: 'fee'},
      },
    })
    const above = await throughTheDoor(chain, proposalOf(['setFee', fee('25.1%')]))
    expect([above.verdict, above.reasons.join()]).toEqual(['NOT AS SAID', expect.stringContaining('max fee exceeded')])
    const elsewhere = await throughTheDoor(chain, proposalOf(['setFee', fee('20%', '1')]))
    expect([elsewhere.verdict, elsewhere.reasons.join()]).toEqual([
      'NOT AS SAID',
      expect.stringContaining('market not created'),
    ])

    const set = await throughTheDoor(chain, proposalOf(['setFee', fee('12.5%')]), hands)
    expect([set.path, set.verdict, set.values[0]?.after]).toEqual(['steps', 'AS SAID', '12.50%'])
    expect((await morpho.read('market', [id]))[5]).toBe(125n * 10n ** 15n)
  })

  test("what its checks refuse is seen before anybody signs, and is the contract's own answer", async () => {
    const {chain, morpho, proposalOf} = await deployMorpho()
    const {verdict, reasons} = await throughTheDoor(
      chain,
      proposalOf(['enableLltv', {lltv: {to: '100%', unit: 'wad', role: 'none'}}]),
    )
    expect(verdict).toBe('NOT AS SAID')
    expect(reasons.join()).toContain('max LLTV exceeded')
    const owner = String((await morpho.read('owner'))[0])
    await expect(morpho.send('enableLltv', [10n ** 18n], {from: owner})).rejects.toThrow('max LLTV exceeded')
    await expect(morpho.send('enableLltv', [1n])).rejects.toThrow(Reverted)
  })
})

describe("Perp v2's configuration of its clearing house, taken over and set by a Safe", () => {
  const BUILT = '@perp/curie-contract/artifacts/contracts/ClearingHouseConfig.sol/ClearingHouseConfig.json'
  const SETTERS = [
    'function setMaxFundingRate(uint24 rate)',
    'function setLiquidationPenaltyRatio(uint24 liquidationPenaltyRatioArg)',
    'function setTwapInterval(uint32 twapIntervalArg)',
  ]
  const GETTERS = ['getMaxFundingRate', 'getLiquidationPenaltyRatio'].map(
    (name) => `function ${name}() view returns (uint24)`,
  )

  async function deployConfig() {
    const chain = await chainWithRecorders()
    const safe = await deploySafe(chain, '1.4.1', addressesOf(KEYS), 2)
    const config = await chain.deploy(artifact(BUILT))
    await config.send('initialize', [])
    await config.send('setOwner', [safe.address])
    await config.send('updateOwner', [], {from: safe.address})
    const proposalOf = (...changes: Change[]): Proposal =>
      custom({config: {address: config.address, abi: [...SETTERS, ...GETTERS]}}, changes, {
        ...{venue: 'safe', address: safe.address, version: '1.4.1', nonce: 0},
      })
    return {chain, config, proposalOf, hands: {safes: [{contract: safe, keys: KEYS}]} satisfies Hands}
  }

  const change = (name: string, argument: string, to: string): Change => ({
    asset: 'ETH',
    contract: 'config',
    function: `set${name}`,
    arguments: {[argument]: {to, unit: 'ratio:6', role: 'none', getter: {function: `get${name}`}}},
  })

  test('what was set is read back by its own getters', async () => {
    const {chain, config, proposalOf, hands} = await deployConfig()
    const funding = await throughTheDoor(chain, proposalOf(change('MaxFundingRate', 'rate', '12.5%')), hands)
    expect(funding.verdict).toBe('AS SAID')
    expect(await config.read('getMaxFundingRate')).toEqual([125_000n])
  })

  test('a penalty above the whole position is refused, and so it is by the contract', async () => {
    const {chain, config, proposalOf, hands} = await deployConfig()
    const above = change('LiquidationPenaltyRatio', 'liquidationPenaltyRatioArg', '100.0001%')
    expect((await throughTheDoor(chain, proposalOf(above), hands)).verdict).toBe('NOT AS SAID')
    const owner = String((await config.read('owner'))[0])
    await expect(config.send('setLiquidationPenaltyRatio', [1_000_001n], {from: owner})).rejects.toThrow(Reverted)
    await config.send('setLiquidationPenaltyRatio', [1_000_000n], {from: owner})
  })
})
