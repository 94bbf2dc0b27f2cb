import {PlimsollError} from '../../src/errors.js'
import {verifySafeTransaction} from '../../src/verify/verify.js'
import {
  batched,
  BROAD,
  BROAD_ITEMS,
  CALL_ONLY,
  collateralNew,
  configurator,
  CUSTOM,
  CUSTOM_ITEMS,
  direct,
  KEEP,
  multiSend,
  proposal,
  SAFE,
  STEWARD,
  STEWARDED,
  STEWARDED_ITEMS,
  WETH,
  WSTETH,
} from '../helpers/transactions.js'

const verify = (request: typeof BROAD, transaction: object) =>
  verifySafeTransaction(request, JSON.stringify(transaction))
const CAP = proposal('configurator', [{asset: 'WETH', supplyCap: {to: '2m WETH'}}])
const cap = configurator('setSupplyCap', WETH, 2_000_000)

describe('MATCH', () => {
  it.each([
    ['the configurator', BROAD, BROAD_ITEMS],
    ['the risk steward', STEWARDED, STEWARDED_ITEMS],
    ['custom contracts', CUSTOM, CUSTOM_ITEMS],
  ])('through %s', (_what, request, items) => {
    const verdict = verify(request, batched(...items))
    expect(verdict).toMatchObject({verdict: 'MATCH', reasons: [], warnings: []})
    expect(verdict.statements.every(({status}) => status === 'match')).toBe(true)
    expect(verdict.hashes?.safeTxHash).toMatch(/^0x[\da-f]{64}$/)
  })

  it('of a direct call, and of the same call as a batch of one', () => {
    expect(verify(CAP, direct(cap)).verdict).toBe('MATCH')
    expect(verify(CAP, batched(cap)).verdict).toBe('MATCH')
  })

  it('of independent calls in another order, which is said where calls may depend on one another', () => {
    expect(verify(BROAD, batched(...BROAD_ITEMS.toReversed()))).toMatchObject({verdict: 'MATCH', warnings: []})
    expect(verify(CUSTOM, batched(...CUSTOM_ITEMS.toReversed()))).toMatchObject({
      verdict: 'MATCH',
      warnings: [{id: 'order'}],
    })
  })

  it('of one steward call for what two would do', () => {
    const [collateral] = [
      collateralNew([
        [WETH, 8000, KEEP, KEEP, KEEP],
        [WETH, KEEP, 8250, KEEP, KEEP],
      ]),
    ]
    expect(verify(STEWARDED, batched(collateral, STEWARDED_ITEMS[1]!)).verdict).toBe('MATCH')
  })

  it('through a MultiSendCallOnly of another version, which is said', () => {
    expect(verify(CAP, {...batched(cap), to: CALL_ONLY['1.4.1']})).toMatchObject({
      verdict: 'MATCH',
      warnings: [{id: 'multisend-version'}],
    })
  })

  it('with integers as hex strings', () => {
    expect(verify(CAP, {...direct(cap), nonce: '0x2a', chainId: '1'}).verdict).toBe('MATCH')
  })

  it('with gas fields that the proposal names, which are a warning all the same', () => {
    const governance = [{...CAP.governance![0]!, gasPrice: '7', refundReceiver: SAFE}]
    const verdict = verify({...CAP, governance}, {...direct(cap), gasPrice: '7', refundReceiver: SAFE})
    expect(verdict.verdict).toBe('MATCH')
    expect(verdict.warnings.map(({id, severity}) => `${id} ${severity}`)).toEqual([
      'refund danger',
      'silent-failure warning',
    ])
  })

  it('with a field that is not known, which is a warning', () => {
    expect(verify(CAP, {...direct(cap), note: 'x'})).toMatchObject({
      verdict: 'MATCH',
      warnings: [{id: 'unknown-field'}],
    })
  })

  it('of the same value twice only when the proposal says it twice', () => {
    const twice = proposal('configurator', [...CAP.changes, ...CAP.changes])
    expect(verify(twice, batched(cap, cap)).verdict).toBe('MATCH')
    expect(verify(twice, batched(cap)).verdict).toBe('MISMATCH')
    expect(verify(CAP, batched(cap, cap)).verdict).toBe('MISMATCH')
  })
})

describe('MISMATCH', () => {
  it('says what differs, is missing and is too much', () => {
    const items = [
      configurator('setSupplyCap', WETH, 2_000_001),
      ...BROAD_ITEMS.slice(2),
      configurator('setReserveFactor', WETH, 1),
    ]
    const {verdict, statements, reasons} = verify(BROAD, batched(...items))
    expect(verdict).toBe('MISMATCH')
    expect(reasons).toEqual([
      '1 statement with another value than the proposal',
      '3 statements of the proposal missing from the transaction',
      '1 statement of the transaction that the proposal does not make',
    ])
    expect(statements.filter(({status}) => status !== 'match')).toEqual([
      {text: 'Aave v3 Ethereum: WETH loan-to-value becomes 80.50%', status: 'missing', expected: '80.50%'},
      {text: 'Aave v3 Ethereum: WETH liquidation threshold becomes 82.50%', status: 'missing', expected: '82.50%'},
      {text: 'Aave v3 Ethereum: WETH liquidation bonus becomes 5.00%', status: 'missing', expected: '5.00%'},
      {
        text: 'Aave v3 Ethereum: WETH supply cap becomes 2,000,000 WETH',
        status: 'different',
        expected: '2,000,000 WETH',
        found: '2,000,001 WETH',
      },
      {text: 'Aave v3 Ethereum: WETH reserve factor becomes 0.01%', status: 'unexpected', found: '0.01%'},
    ])
  })

  it('where two changes of one parameter are swapped: the last one holds', () => {
    const request = proposal('configurator', [
      {asset: 'WETH', supplyCap: {to: '1 WETH'}},
      {asset: 'WETH', supplyCap: {to: '2 WETH'}},
    ])
    const [one, two] = [configurator('setSupplyCap', WETH, 1), configurator('setSupplyCap', WETH, 2)]
    expect(verify(request, batched(one, two)).verdict).toBe('MATCH')
    expect(verify(request, batched(two, one)).verdict).toBe('MISMATCH')
  })

  it.each([
    ['another nonce', {nonce: 43}, '`nonce` is 43; the proposal says 42'],
    ['another chain', {chainId: 10}, '`chainId` is 10; the proposal says 1'],
    ['another version', {version: '1.4.1'}, '`version` is 1.4.1; the proposal says 1.3.0'],
    ['another Safe', {safe: WETH}, `\`safe\` is ${WETH}; the proposal says ${SAFE}`],
    ['a gas price', {gasPrice: '1'}, '`gasPrice` is 1; the proposal says 0'],
    ['a field that is missing', {nonce: undefined}, '`nonce` of the transaction is missing'],
    ['value', {value: '1'}, 'the call: the call to setSupplyCap carries 1 wei, which it cannot take'],
    ['a delegatecall', {operation: 1}, expect.stringMatching(/^delegatecall to .* no known MultiSendCallOnly/)],
    [
      'another target',
      {to: WETH},
      expect.stringMatching(/the call goes to .* \(function 0x571f03e5, 68 bytes\), which the proposal/),
    ],
    ['no data', {data: '0x'}, expect.stringMatching(/\(0 bytes\)/)],
    ['data of the wrong kind', {data: null}, '`data` of the transaction is null'],
  ])('with %s', (_what, change, reason) => {
    const {verdict, reasons} = verify(CAP, {...direct(cap), ...change})
    expect(verdict).toBe('MISMATCH')
    expect(reasons).toContainEqual(reason)
  })

  it('with another authority than `through`', () => {
    const steward = proposal('risk-steward', CAP.changes)
    expect(verify(steward, direct(cap)).verdict).toBe('MISMATCH')
    expect(verify(CAP, direct({...cap, to: STEWARD})).verdict).toBe('MISMATCH')
  })

  it('with a call that says nothing', () => {
    const nothing = collateralNew([[WETH, KEEP, KEEP, KEEP, KEEP]])
    expect(verify(STEWARDED, batched(...STEWARDED_ITEMS, nothing)).verdict).toBe('MISMATCH')
  })

  it('with a call into the Safe itself', () => {
    expect(verify(CAP, batched(cap, {to: SAFE, data: '0x694e80c3'.padEnd(74, '0')})).reasons[0]).toMatch(
      /^call 2 of 2 goes to 0x47c71d/,
    )
  })
})

/** Every encoding that a wrong unit or a wrong order would give; none may pass. */
describe('a mis-scaled or swapped encoding is a MISMATCH', () => {
  const replaced = (index: number, item: (typeof BROAD_ITEMS)[number]) =>
    BROAD_ITEMS.map((old, at) => (at === index ? item : old))
  const collateral = (ltv: number, threshold: number, bonus: number) =>
    replaced(0, configurator('configureReserveAsCollateral', WETH, ltv, threshold, bonus))
  const capped = (value: bigint | number) => replaced(1, configurator('setSupplyCap', WETH, value))
  it.each([
    ['percent for bps', collateral(80, 82, 105)],
    ['threshold x10', collateral(8050, 82_500, 10_500)],
    ['threshold x100', collateral(8050, 825_000, 10_500)],
    ['threshold /10', collateral(8050, 825, 10_500)],
    ['threshold + 1 bp', collateral(8050, 8251, 10_500)],
    ['the bonus as premium', collateral(8050, 8250, 500)],
    ['ltv and threshold swapped', collateral(8250, 8050, 10_500)],
    ['threshold and bonus swapped', collateral(8050, 10_500, 8250)],
    ['ltv and bonus swapped', collateral(10_500, 8250, 8050)],
    ['the cap in wei', capped(2_000_000n * 10n ** 18n)],
    ['the cap x10', capped(20_000_000)],
    ['the cap /10', capped(200_000)],
    ['the cap in millions', capped(2)],
    ['supply cap as borrow cap', replaced(1, configurator('setBorrowCap', WETH, 2_000_000))],
    [
      'caps swapped',
      replaced(1, configurator('setSupplyCap', WETH, 1_400_000)).map((item, at) =>
        at === 2 ? configurator('setBorrowCap', WETH, 2_000_000) : item,
      ),
    ],
    ['assets swapped', replaced(3, configurator('setReserveFactor', WETH, 1500))],
    ['another asset', replaced(1, configurator('setSupplyCap', WSTETH, 2_000_000))],
    ['reserve factor as protocol fee', replaced(3, configurator('setLiquidationProtocolFee', WSTETH, 1500))],
    ['fee x10', replaced(4, configurator('setLiquidationProtocolFee', WSTETH, 10_000))],
  ])('%s', (_what, items) => {
    expect(verify(BROAD, batched(...items)).verdict).toBe('MISMATCH')
  })

  it.each([
    ['the gross bonus', [[WETH, 8000, 8250, 10_500, KEEP]]],
    ['ltv and threshold swapped', [[WETH, 8250, 8000, KEEP, KEEP]]],
    ['x10', [[WETH, 80_000, 82_500, KEEP, KEEP]]],
    ['a kept value written out', [[WETH, 8000, 8250, 500, KEEP]]],
    ['zero for keep', [[WETH, 8000, 8250, 0, KEEP]]],
    ['a protocol fee', [[WETH, 8000, 8250, KEEP, 1000]]],
    ['another asset', [[WSTETH, 8000, 8250, KEEP, KEEP]]],
  ])('steward: %s', (_what, rows) => {
    expect(verify(STEWARDED, batched(collateralNew(rows), STEWARDED_ITEMS[1]!)).verdict).toBe('MISMATCH')
  })
})

describe('CANNOT TELL', () => {
  it.each([
    ['no venue', {...CAP, governance: undefined}, /names no venue/],
    ['no Safe', {...CAP, governance: [{venue: 'timelock', address: SAFE}]}, /outermost venue is `timelock`/],
    [
      'another venue inside',
      {...CAP, governance: [...CAP.governance!, {venue: 'timelock'}]},
      /address of its `timelock`/,
    ],
    [
      'no nonce',
      {...CAP, governance: [{...CAP.governance![0]!, nonce: undefined}]},
      /`nonce` of the proposal's safe is missing/,
    ],
    [
      'an address with a wrong checksum',
      {...CAP, governance: [{...CAP.governance![0]!, address: SAFE.replace('c', 'C')}]},
      /wrong checksum/,
    ],
    ['an unknown protocol', {...CAP, protocol: {name: 'zeus', chain: 1}}, /`zeus` is not a protocol/],
    ['an unknown chain', {...CAP, protocol: {...CAP.protocol, chain: 'mars'}}, /no chain called `mars`/],
    [
      'an unknown asset',
      proposal('configurator', [{asset: 'WETHH', supplyCap: {to: '1 WETHH'}}]),
      /no asset called `WETHH`/,
    ],
    ['nothing to change', proposal('configurator', [{asset: 'WETH', supplyCap: {keep: '1 WETH'}}]), /changes nothing/],
  ])('%s', (_what, request, reason) => {
    const verdict = verify(request, direct(cap))
    expect(verdict.verdict).toBe('CANNOT TELL')
    expect(verdict.reasons.join('\n')).toMatch(reason)
  })

  it('becomes MISMATCH once something is proven wrong', () => {
    const noNonce = {...CAP, governance: [{...CAP.governance![0]!, nonce: undefined}]}
    expect(verify(noNonce as typeof CAP, direct(configurator('setSupplyCap', WETH, 1))).verdict).toBe('MISMATCH')
    expect(verify({...CAP, governance: undefined}, {...direct(cap), chainId: 10}).verdict).toBe('MISMATCH')
  })
})

it('throws for what is no transaction at all', () => {
  expect(() => verifySafeTransaction(CAP, 'not json')).toThrow(PlimsollError)
  expect(() => verifySafeTransaction(CAP, '[]')).toThrow(expect.objectContaining({exit: 2}))
})

it('keeps its verdict on what multiSend packs by another route', () => {
  expect(verify(CAP, {...batched(cap), data: multiSend([cap]).toUpperCase().replace('0X', '0x')}).verdict).toBe('MATCH')
})
