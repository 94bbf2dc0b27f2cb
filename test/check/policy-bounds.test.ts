import {readFileSync} from 'node:fs'
import path from 'node:path'

import {checkSource} from '../../src/check/check.js'
import {example} from '../../src/check/rules/examples.js'
import {parseSource} from '../../src/proposal/parse.js'
import {ROOT} from '../helpers/cli.js'

/** "line rule severity message" of every finding of this rule and of the schema. */
const check = (text: string) =>
  checkSource(parseSource(new TextEncoder().encode(text), 'p.yaml'))
    .findings.filter(({rule}) => rule === 'policy-bounds' || rule === 'schema')
    .map(({line, rule, severity, message}) => `${line} ${rule} ${severity} ${message}`)
const steward = (changes: string) => `${example(changes, {through: 'risk-steward'})}policy: aave-risk-steward\n`
const HOUSE = `policy:
  name: house
  title: House limits
  source: https://governance.example/t/1
  appliesTo: {protocol: aave-v3, deployments: [AaveV3Ethereum], assets: [WETH]}
  limits:
    - {parameter: supplyCap, min: 10 tokens, max: 2_000_000 tokens, zero: unlimited}
    - {parameter: ltv, max: 85%, maxChange: {relative: 1%}}
`

it('the example at exactly 50 bps is inside', () => {
  expect(check(readFileSync(path.join(ROOT, 'proposals/aave-v3-weth-liquidation-threshold.yaml'), 'utf8'))).toEqual([])
})

it.each([
  [
    'one bp too much',
    'ltv: {from: 80.5%, to: 79.99%}',
    'ltv of WETH: 80.50% -> 79.99% is a change of 0.51%, and the largest one allowed is 0.50%: to between 80.00% and 81.00% (aave-risk-steward).',
  ],
  ['to zero', 'ltv: {from: 0.5%, to: 0%}', 'ltv of WETH: a change to 0.00% is refused (aave-risk-steward).'],
  [
    'a cap more than doubled',
    'supplyCap: {from: 1_000 WETH, to: 2_001 WETH}',
    'supplyCap of WETH: 1,000 WETH -> 2,001 WETH is a change of 1,001 WETH, and the largest one allowed is 1,000 WETH: to between 0 WETH and 2,000 WETH (aave-risk-steward).',
  ],
  [
    'a first cap',
    'supplyCap: {from: 0 WETH, to: 1 WETH}',
    'supplyCap of WETH: no change from 0 WETH is small enough: the largest one allowed is 0 WETH (aave-risk-steward).',
  ],
  [
    'what the steward has no say in',
    'reserveFactor: {from: 15%, to: 16%}',
    'reserveFactor of WETH: it may not be changed (aave-risk-steward).',
  ],
])('outside: %s', (_what, change, message) => {
  expect(check(steward(`- asset: WETH\n  ${change}`))).toEqual([`12 policy-bounds error ${message}`])
})

it.each([
  ['kept values are not judged', 'ltv: {keep: 80.5%}\n  liquidationThreshold: {from: 83%, to: 83.5%}'],
  ['a cap cut to almost nothing', 'supplyCap: {from: 1_000 WETH, to: 1 WETH}'],
  ['a cap doubled', 'supplyCap: {from: 1_000 WETH, to: 2_000 WETH}'],
])('inside: %s', (_what, change) => {
  expect(check(steward(`- asset: WETH\n  ${change}`))).toEqual([])
})

it('a missing current value is a warning: CANNOT TELL', () => {
  expect(check(steward('- asset: WETH\n  ltv: {to: 80%}'))).toEqual([
    '12 policy-bounds warning CANNOT TELL: aave-risk-steward limits the change of ltv of WETH, and its current value is missing: add `from:`.',
  ])
})

it('bounds are judged without a current value', () => {
  const text = example('- asset: WETH\n  ltv: {to: 100.01%}') + 'policy: aave-configurator\n'
  expect(check(text)).toEqual([
    '12 policy-bounds error ltv of WETH: 100.01% is above the maximum of 100.00% (aave-configurator).',
  ])
})

it('an unknown name is answered with near ones, and a template binds nobody', () => {
  expect(check(example('- asset: WETH\n  ltv: {from: 80%, to: 79%}') + 'policy: aave-risk-stewart\n')).toEqual([
    '13 policy-bounds error There is no policy called `aave-risk-stewart`. Did you mean aave-risk-steward?',
  ])
  expect(check(example('- asset: WETH\n  ltv: {from: 80%, to: 20%}') + 'policy: template-house-limits\n')).toEqual([
    '13 policy-bounds warning CANNOT TELL: template-house-limits names no source for its limits, so it is a template and binds nobody.',
  ])
})

it('a policy of another protocol is refused', () => {
  expect(check(example('- asset: WETH\n  ltv: {from: 80%, to: 79%}') + 'policy: gmx-v2-config\n')).toEqual([
    '13 policy-bounds error gmx-v2-config is for gmx-v2, not for aave-v3.',
  ])
})

describe('an inline policy', () => {
  it.each([
    ['inside', '- asset: WETH\n  ltv: {from: 80%, to: 80.8%}', []],
    ['relative, one bp too much', '- asset: WETH\n  ltv: {from: 80%, to: 80.81%}', ['policy-bounds error']],
    ['absolute', '- asset: WETH\n  supplyCap: {from: 5 WETH, to: 9 WETH}', ['policy-bounds error']],
    ['no cap, above every maximum', '- asset: WETH\n  supplyCap: {from: 5 WETH, to: 0 WETH}', ['policy-bounds error']],
    ['a parameter without a limit', '- asset: WETH\n  reserveFactor: {from: 15%, to: 20%}', ['policy-bounds warning']],
    ['another asset', '- asset: USDC\n  ltv: {from: 75%, to: 75.5%}', ['policy-bounds error']],
  ])('%s', (_what, changes, expected) => {
    expect(check(example(changes) + HOUSE).map((text) => text.split(' ').slice(1, 3).join(' '))).toEqual(expected)
  })

  it('another deployment', () => {
    const text = example('- asset: WETH\n  ltv: {from: 80%, to: 80.5%}').replace('AaveV3Ethereum', 'AaveV3EthereumLido')
    expect(check(text + HOUSE)).toEqual([
      '8 policy-bounds error house is for AaveV3Ethereum, not for AaveV3EthereumLido.',
    ])
  })

  it('wants evidence', () => {
    const text = example('- asset: WETH\n  ltv: {from: 80%, to: 80.5%}') + HOUSE + '  evidence: {steps: [backtest]}\n'
    expect(check(text)).toEqual(['14 policy-bounds error house wants the step backtest under `require:`.'])
  })

  it('is held to the schema, at its place', () => {
    const typo = HOUSE.replace('maxChange', 'maxChang').replace('source:', 'sauce:')
    const findings = check(example('- asset: WETH\n  ltv: {from: 80%, to: 80.5%}') + typo)
    expect(findings).toHaveLength(2)
    expect(findings[0]).toContain('16 schema error unknown key `sauce`; did you mean `source`?')
    expect(findings[1]).toContain('20 schema error unknown key `maxChang`; did you mean `maxChange`?')
  })
})

describe('custom contracts', () => {
  const file = readFileSync(path.join(ROOT, 'proposals/custom-perpetual-maintenance-margin.yaml'), 'utf8')
  const byKey = `policy:
  name: by-key
  title: Limits of one function by its other arguments
  source: https://governance.example/t/1
  appliesTo: {protocol: custom}
  limits:
    - parameter: value
      function: setUint
      where: {baseKey: "0x9fc265ee9783e670a7a731141f58b59bca5a260ba3eb3f893412fb613dc559f7"}
      title: MIN_COLLATERAL_FACTOR
      max: 5%
    - {parameter: data, function: file, where: {what: {text: mat}}, title: liquidation ratio, min: 100%, max: 999.99%}
`
  const gmx = (edit: (text: string) => string) => check(edit(file) + byKey)

  it('the range of the base key that is set: 5% is the most', () => {
    expect(gmx((text) => text)).toEqual([])
    expect(gmx((text) => text.replace('to: 5%', 'to: 5.1%'))).toEqual([
      expect.stringContaining('error MIN_COLLATERAL_FACTOR of ETH: 5.10% is above the maximum of 5.00% (by-key).'),
    ])
  })

  it('a base key without a range', () => {
    const other = gmx((text) => text.replace('0x9fc265ee', '0x00000000'))
    expect(other).toEqual([expect.stringContaining('warning CANNOT TELL: by-key has no limit for value of ETH.')])
  })

  it('a limit in another unit than the setting', () => {
    const raw = gmx((text) =>
      text.replace(
        '{from: 1%, to: 5%, unit: "ratio:30", role: maintenanceMargin}',
        '{from: "1", to: "5", unit: raw, role: none}',
      ),
    )
    expect(raw).toEqual([expect.stringMatching(/warning CANNOT TELL: the limit of by-key .* is not in its unit/)])
  })

  it('values in structs and lists, each item or all of them', () => {
    const limits = (parameter: string, tiers: string) => `plimsoll: 1
title: Limits of tiers
protocol: {name: custom, chain: ethereum}
contracts:
  market: {address: "0x65C79fcB50Ca1594B025960e539eD7A9a6D434A3", abi: ["function set((uint16 ltv)[] tiers)"]}
changes:
  - {asset: ETH, contract: market, function: set, arguments: {tiers: ${tiers}}}
policy:
  name: tiers
  title: Tiers
  source: https://governance.example/t/1
  appliesTo: {protocol: custom}
  limits: [{parameter: "${parameter}", function: set, max: 80%}]
`
    const ltv = (to: string) => `{from: 70%, to: ${to}, unit: bps, role: loanToValue}`
    const tiers = `[{ltv: ${ltv('75%')}}, {ltv: ${ltv('85%')}}]`
    const above = 'error tiers[1].ltv of ETH: 85.00% is above the maximum of 80.00% (tiers).'
    const open = 'warning CANNOT TELL: tiers has no limit for'
    expect(check(limits('tiers[].ltv', tiers))).toEqual([expect.stringContaining(above)])
    expect(check(limits('tiers[1].ltv', tiers))).toEqual([
      expect.stringContaining(`${open} tiers[0].ltv of ETH.`),
      expect.stringContaining(above),
    ])
    expect(check(limits('tiers[].ltv', `[[${ltv('85%')}]]`))).toEqual([
      expect.stringContaining(`${open} tiers[0][0] of ETH.`),
    ])
  })

  it('text arguments as the contract holds them', () => {
    const maker = (mat: string, what: string) => `plimsoll: 1
title: A liquidation ratio
protocol: {name: custom, chain: ethereum}
contracts:
  spot: {address: "0x65C79fcB50Ca1594B025960e539eD7A9a6D434A3", abi: ["function file(bytes32 ilk, bytes32 what, uint256 data)"]}
changes:
  - asset: ETH
    contract: spot
    function: file(bytes32,bytes32,uint256)
    arguments: {ilk: {text: ETH-A}, what: ${what}, data: {from: 145%, to: ${mat}, unit: ray, role: collateralRatio}}
${byKey}`
    const hex = `"0x6d6174${'0'.repeat(58)}"`
    expect(check(maker('150%', '{text: mat}'))).toEqual([])
    expect(check(maker('99%', hex))).toEqual([
      '10 policy-bounds error liquidation ratio of ETH: 99.00% is below the minimum of 100.00% (by-key).',
    ])
    expect(check(maker('150%', '{text: dust}'))).toEqual([expect.stringContaining('CANNOT TELL')])
  })
})

describe('the policies of the other protocols hold for their proposals', () => {
  const proposal = (name: string, deployment: string, through: string, changes: string, more = '') => `plimsoll: 1
title: A change
protocol: {name: ${name}, deployment: ${deployment}, through: ${through}${more}}
changes:
  - ${changes}
`
  const maker = (change: string) =>
    proposal('maker', 'MakerEthereum', 'spell', `{asset: ETH-A, ${change}}`, ', chain: ethereum') +
    'policy: maker-spell-limits\n'
  const compound = (change: string) =>
    proposal('compound-v3', 'cUSDCv3Ethereum', 'governor', change, ', chain: ethereum') + 'policy: compound-v3-comet\n'
  const gmx = (change: string) =>
    proposal('gmx-v2', 'GmxV2Arbitrum', 'config-keeper', change, ', chain: arbitrum') + 'policy: gmx-v2-config\n'
  const MARKET = 'asset: ETH-USD, longToken: WETH, shortToken: USDCn'
  const euler = (change: string) =>
    `${proposal('euler-v2', 'eUSDC-2', 'governor', change, ', chain: ethereum, underlying: USDC')}contracts:
  eUSDC-2: {address: "0x797DD80692c3b2dAdabCe8e30C07fDE5307D48a9", decimals: 6}
policy: euler-v2-vault
`

  it.each([
    ['maker: a ratio', maker('liquidationRatio: {to: 100%}')],
    ['maker: a penalty is the premium', maker('liquidationPenalty: {to: 99.99%}')],
    ['maker: a fee of 100% a year', maker('stabilityFee: {to: 1.000000021979553151239153027x}')],
    ['compound', compound('{asset: WETH, liquidateCollateralFactor: {to: 100%}}')],
    ['gmx: a factor', gmx(`{${MARKET}, minCollateralFactor: {to: 5%}}`)],
    ['gmx: a rate', gmx(`{${MARKET}, maxFundingFactorPerSecond: {to: 0.0000001x}}`)],
    ['gmx: an exponent', gmx(`{${MARKET}, positionImpactExponentFactorPositive: {to: "3"}}`)],
    ['gmx: a time', gmx('{asset: GMX, sequencerGraceDuration: {to: 2h}}')],
    ['euler', euler('{asset: USDC, interestFee: {to: 10%}}')],
  ])('inside: %s', (_what, text) => {
    expect(check(text)).toEqual([])
  })

  it.each([
    [
      'maker: a ratio',
      maker('liquidationRatio: {to: 99%}'),
      'liquidationRatio of ETH-A: 99.00% is below the minimum of 100.00%',
    ],
    ['maker: a penalty', maker('liquidationPenalty: {to: 113%}'), 'is above the maximum of 99.99%'],
    ['euler', euler('{asset: USDC, interestFee: {to: 9%}}'), '9.00% is below the minimum of 10.00%'],
  ])('outside: %s', (_what, text, message) => {
    expect(check(text)).toEqual([expect.stringContaining(message)])
    expect(check(text)).toEqual([expect.stringMatching(/^\d+ policy-bounds error /)])
  })

  it.each([
    [
      'maker',
      maker('stabilityFee: {to: 1.000000021979553151239153028x}'),
      '(100.00% to 100.0000021979553151239153027%',
    ],
    ['compound', compound('{asset: WETH, liquidationFactor: {to: 100.01%}}'), '(0.00% to 100.00%'],
    ['gmx', gmx(`{${MARKET}, minCollateralFactor: {to: 5.1%}}`), '(0.00% to 5.00%'],
  ])('what the contract reverts on, and the setter knows, does not even fit: %s', (_name, text, span) => {
    expect(check(text)).toEqual([expect.stringContaining(`is outside what the contract can hold ${span}`)])
  })

  it('what the contract gives no range to cannot be told', () => {
    expect(check(gmx(`{${MARKET}, maxOpenInterestLong: {to: 1 USD}}`))).toEqual([
      expect.stringContaining('CANNOT TELL: gmx-v2-config has no limit for maxOpenInterestLong'),
    ])
  })

  it('the perps market of Synthetix takes any value', () => {
    const text = `${proposal('synthetix-v3', 'SynthetixV3Base', 'owner', '{asset: ETH, market: 100, lockedOiRatio: {to: 300%}}', ', chain: base')}policy: synthetix-v3-perps\n`
    expect(check(text)).toEqual([])
  })
})
