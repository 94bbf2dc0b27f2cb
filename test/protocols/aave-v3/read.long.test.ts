import {findDeployment} from '../../../src/protocols/aave-v3/deployments.js'
import {aaveV3Reader} from '../../../src/protocols/aave-v3/read.js'
import type {RawCall} from '../../../src/protocols/model.js'
import {
  BROAD,
  BROAD_ITEMS,
  caps,
  collateralNew,
  collateralOld,
  configurator,
  CONFIGURATOR,
  KEEP,
  proposal,
  STEWARD,
  STEWARDED,
  STEWARDED_ITEMS,
  WETH,
  WSTETH,
  type Item,
} from '../../helpers/transactions.js'

const raw = ({to, data, value = 0n}: Item): RawCall => ({chainId: 1, to, value, data})
const read = (item: Item) => aaveV3Reader.read(raw(item), BROAD)
const texts = (item: Item) => read(item)?.statements.map(({text}) => text)

it('reads what the pool configurator is told', () => {
  expect(BROAD_ITEMS.flatMap((item) => texts(item))).toEqual([
    'Aave v3 Ethereum: WETH loan-to-value becomes 80.50%',
    'Aave v3 Ethereum: WETH liquidation threshold becomes 82.50%',
    'Aave v3 Ethereum: WETH liquidation bonus becomes 5.00%',
    'Aave v3 Ethereum: WETH supply cap becomes 2,000,000 WETH',
    'Aave v3 Ethereum: WETH borrow cap becomes 1,400,000 WETH',
    'Aave v3 Ethereum: wstETH reserve factor becomes 15.00%',
    'Aave v3 Ethereum: wstETH liquidation protocol fee becomes 10.00%',
    'Aave v3 Ethereum: wstETH supply cap becomes uncapped (0)',
  ])
})

// PROTOCOLS 11: cd1, from the sheet itself.
it('reads a calldata written by hand', () => {
  const data =
    '0x7c4e560b000000000000000000000000c02aaa39b223fe8d0a0e5c4f27ead9083c756cc2' +
    '0000000000000000000000000000000000000000000000000000000000001f72' +
    '000000000000000000000000000000000000000000000000000000000000206c' +
    '0000000000000000000000000000000000000000000000000000000000002904'
  expect(texts({to: CONFIGURATOR, data})).toEqual([
    'Aave v3 Ethereum: WETH loan-to-value becomes 80.50%',
    'Aave v3 Ethereum: WETH liquidation threshold becomes 83.00%',
    'Aave v3 Ethereum: WETH liquidation bonus becomes 5.00%',
  ])
})

it('reads both generations of the risk steward, without what is kept', () => {
  expect(collateralOld([]).data.slice(0, 10)).toBe('0x09d83328')
  expect(collateralNew([]).data.slice(0, 10)).toBe('0x02da32ae')
  const ltv = 'Aave v3 Ethereum: WETH loan-to-value becomes 80.00%'
  const bonus = 'Aave v3 Ethereum: wstETH liquidation bonus becomes 5.00%'
  expect(
    texts(
      collateralOld([
        [WETH, 8000, KEEP, KEEP, KEEP, KEEP],
        [WSTETH, KEEP, KEEP, 500, KEEP, KEEP],
      ]),
    ),
  ).toEqual([ltv, bonus])
  expect(
    texts(
      collateralNew([
        [WETH, 8000, KEEP, KEEP, KEEP],
        [WSTETH, KEEP, KEEP, 500, KEEP],
      ]),
    ),
  ).toEqual([ltv, bonus])
})

it('reads caps in the order supply, borrow', () => {
  expect(texts(caps([[WETH, 1, 2]]))).toEqual([
    'Aave v3 Ethereum: WETH supply cap becomes 1 WETH',
    'Aave v3 Ethereum: WETH borrow cap becomes 2 WETH',
  ])
})

it('states a debt ceiling and a fee that the steward is given', () => {
  expect(texts(collateralOld([[WETH, KEEP, KEEP, KEEP, 5, 1000]]))).toEqual([
    'Aave v3 Ethereum: WETH debt ceiling becomes 5 USD',
    'Aave v3 Ethereum: WETH liquidation protocol fee becomes 10.00%',
  ])
})

it('does not take the sentinel for "keep" on the configurator', () => {
  expect(read(configurator('setReserveFactor', WETH, KEEP))?.statements).toHaveLength(1)
})

it('names an asset that the market does not have by its address, which is a problem', () => {
  const unlisted = '0x000000000000000000000000000000000000bEEF'
  expect(read(configurator('setSupplyCap', unlisted, 1))).toMatchObject({
    statements: [{text: `Aave v3 Ethereum: ${unlisted} supply cap becomes 1 ${unlisted}`}],
    problems: [`${unlisted} is not an asset of AaveV3Ethereum`],
  })
})

it('does not wave a row through that changes nothing', () => {
  const rows = [
    [WETH, 8000, KEEP, KEEP, KEEP],
    [WSTETH, KEEP, KEEP, KEEP, KEEP],
  ]
  expect(read(collateralNew(rows))?.problems.join()).toContain(`the row for ${WSTETH} changes nothing`)
})

it('knows which function a steward of each generation has', () => {
  const under = (version: string | undefined, deployment: string, chain: string, item: Item) => {
    const protocol = {...STEWARDED.protocol, deployment, chain, ...(version === undefined ? {} : {version})}
    const {riskSteward = ''} = findDeployment(deployment)
    return aaveV3Reader.read(raw({...item, to: riskSteward}), {...STEWARDED, protocol})?.problems.join() ?? ''
  }
  const [old, plain] = [
    collateralOld([[WETH, 8000, KEEP, KEEP, KEEP, KEEP]]),
    collateralNew([[WETH, 8000, KEEP, KEEP, KEEP]]),
  ]
  expect(under(undefined, 'AaveV3Ethereum', 'ethereum', plain)).toBe('')
  expect(under(undefined, 'AaveV3Ethereum', 'ethereum', old)).toContain(
    'for Aave 3.7, has no updateCollateralSide((address,uint256,uint256,uint256,uint256,uint256)[])',
  )
  expect(under('3.6', 'AaveV3Metis', 'metis', plain)).toContain(
    'for Aave 3.2 to 3.6, has no updateCollateralSide((address,uint256,uint256,uint256,uint256)[])',
  )
})

it.each([
  ['another target', {...configurator('setSupplyCap', WETH, 1), to: WETH}],
  ['another function', {to: CONFIGURATOR, data: '0xd4d9bdcd'}],
  ['a function of the other contract', {...caps([]), to: CONFIGURATOR}],
  ['a configurator function at the steward', {...configurator('setSupplyCap', WETH, 1), to: STEWARD}],
  ['no data', {to: CONFIGURATOR, data: '0x'}],
  ['half a selector', {to: CONFIGURATOR, data: '0x571f'}],
])('does not know %s', (_what, item) => {
  expect(read(item)).toBeUndefined()
})

const cap = configurator('setSupplyCap', WETH, 1)
const rows = caps([[WETH, 1, KEEP]])
it.each([
  ['value', {...cap, value: 1n}],
  ['a byte too much', {...cap, data: `${cap.data}00`}],
  ['a word too much', {...cap, data: `${cap.data}${'0'.repeat(64)}`}],
  ['a byte too few', {...cap, data: cap.data.slice(0, -2)}],
  ['dirty bytes before an address', {...cap, data: cap.data.replace(/^(.{10})00/, '$1ff')}],
  ['an empty list', caps([])],
  ['nothing but what is kept', caps([[WETH, KEEP, KEEP]])],
  ['another offset of the list', {...rows, data: rows.data.replace(/^(.{10})0{62}20/, `$1${'0'.repeat(62)}40`)}],
  ['a list longer than the bytes', {...rows, data: rows.data.slice(0, 74) + 'f'.repeat(64) + rows.data.slice(138)}],
  [
    'a list of 2^32 updates',
    {...rows, data: `${rows.data.slice(0, 74)}${'1'.padStart(56, '0')}${'0'.repeat(8)}${rows.data.slice(138)}`},
  ],
  ['a list shorter than the bytes', {...rows, data: `${rows.data}${'0'.repeat(192)}`}],
  ['a bonus of 10,000, which the contract refuses', configurator('configureReserveAsCollateral', WETH, 1, 2, 10_000)],
  ['a bonus of 0 with a threshold', configurator('configureReserveAsCollateral', WETH, 1, 2, 0)],
  ['a bonus without a threshold', configurator('configureReserveAsCollateral', WETH, 0, 0, 10_500)],
])('has a problem with %s', (_what, item) => {
  expect(read(item)?.problems).toHaveLength(1)
})

it('reads the end of an asset as collateral', () => {
  expect(read(configurator('configureReserveAsCollateral', WETH, 0, 0, 0))).toMatchObject({
    problems: [],
    statements: [{}, {}, {}],
  })
})

describe('what the proposal claims', () => {
  const said = (item: Parameters<typeof aaveV3Reader.claims>[0]) =>
    aaveV3Reader.claims(item).map(({target, text}) => `${target} ${text}`)
  const found = (items: readonly Item[]) =>
    items.flatMap((item) => read(item)!.statements).map(({target, text}) => `${target} ${text}`)

  it('equals what its transaction says', () => {
    expect(said(BROAD).toSorted()).toEqual(found(BROAD_ITEMS).toSorted())
    expect(said(STEWARDED).toSorted()).toEqual(found(STEWARDED_ITEMS).toSorted())
  })

  it('through the configurator, a kept value counts only where a call carries it', () => {
    const change = {
      asset: 'WETH',
      ltv: {keep: '80%'},
      liquidationThreshold: {keep: '83%'},
      liquidationBonus: {keep: '5%'},
    }
    expect(said(proposal('configurator', [{...change, supplyCap: {keep: '1 WETH'}}]))).toEqual([])
    expect(said(proposal('configurator', [{...change, ltv: {to: '79%'}}]))).toHaveLength(3)
    expect(said(proposal('risk-steward', [{...change, ltv: {to: '79%'}}]))).toHaveLength(1)
  })

  it.each([
    ['CLAIM_INCOMPLETE', proposal('configurator', [{asset: 'WETH', ltv: {to: '80%'}}])],
    ['AAVE_AUTHORITY', proposal('payload', [{asset: 'WETH', ltv: {to: '80%'}}])],
    ['AAVE_UNKNOWN_ASSET', proposal('configurator', [{asset: 'constructor', supplyCap: {to: '1 WETH'}}])],
    ['AAVE_UNKNOWN_PARAMETER', proposal('configurator', [{asset: 'WETH', colour: {to: '1%'}}])],
    ['AAVE_WRONG_TOKEN', proposal('configurator', [{asset: 'WETH', supplyCap: {to: '1 USDC'}}])],
    ['AAVE_WRONG_CHAIN', {...BROAD, protocol: {...BROAD.protocol, chain: 'base'}}],
    ['UNITS_NOT_A_RATIO', proposal('configurator', [{asset: 'WETH', reserveFactor: {to: '15'}}])],
  ])('is refused with %s', (code, request) => {
    expect(() => aaveV3Reader.claims(request)).toThrow(expect.objectContaining({code}))
  })
})

it('reads a list of thousands', () => {
  const item = caps(Array.from({length: 8000}, () => [WETH, 1, 2]))
  expect(read(item)?.statements).toHaveLength(16_000)
})
