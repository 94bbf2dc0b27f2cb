import {Ajv} from 'ajv'
import {LAYER_KINDS, layersSchema, readLayers} from '../../../src/insurance/layers/registry.js'
import {presetItems, PRESETS} from '../../../src/insurance/layers/presets.js'
import {coverRequirement} from '../../../src/insurance/default-fund.js'
import {golden} from '../../helpers/goldens.js'
import {refusal} from '../../helpers/refusal.js'
import {day, lossOf, openStack} from '../stack.js'

const valid = new Ajv({allErrors: true, strict: false}).compile(layersSchema)
const sizesOf = (name: string, size: string) =>
  Object.fromEntries(Object.keys(PRESETS.find((preset) => preset.name === name)!.sizes).map((key) => [key, size]))

describe('presets', () => {
  it.each(PRESETS)('$name is a stack that the schema accepts and that pays in its order', ({name}) => {
    const items = presetItems(name, sizesOf(name, '10m USD'))
    expect(valid(items)).toBe(true)
    const open = openStack(readLayers(items, 'after'))
    const residual = open.settle(day(), lossOf(40e6, {margin: 2e6, profits: 3e6}))
    const sum = open.paid.reduce((total, paid) => total + paid, 0)
    expect(sum).toBeCloseTo(40e6, 6)
    expect(residual).toBeGreaterThan(0)
  })

  it('Umbrella leaves the offset to the DAO', () => {
    const items = presetItems('aave-umbrella', {emission: '5m USD', stake: '93.3m USD', target: '66m USD'})
    const open = openStack(readLayers(items, 'after'))
    expect(open.settle(day(), lossOf(2e6))).toBe(100_000)
    expect(open.settle(day(), lossOf(2e6))).toBe(0)
  })

  it('a CCP covers what Cover-2 asks for, and not much more', () => {
    const {defaultFund} = golden('ccp_margin')
    const table = {initialMargin: defaultFund.initialMargin, losses: defaultFund.lossByScenarioMember}
    const {required} = coverRequirement(table, 'cover-2')
    const items = presetItems('ccp', {defaultFund: `${required} USD`, ownResources: '0 USD'})
    // The two largest default in the worst scenario: 190 and 140 against margins of 60 and 40.
    const open = openStack(readLayers(items, 'after'))
    expect(open.settle(day(), lossOf(330, {margin: 100}))).toBe(0)
    expect(open.settle(day(), lossOf(1))).toBe(1)
  })

  it('asks for exactly the sizes that it needs', () => {
    expect(refusal(() => presetItems('dydx-v4', {})).message).toContain('`fund`')
    expect(refusal(() => presetItems('dydx-v4', {fund: '1 USD', vault: '1 USD'})).code).toBe('INSURANCE_PRESET')
    expect(refusal(() => presetItems('dydx', {})).suggestions[0]).toContain('dydx-v4')
  })
})

describe('the schema of layers', () => {
  const cases: [string, unknown][] = [
    ['an unknown kind', {layer: 'hope'}],
    ['an unknown field', {layer: 'adl', mood: 'good', policy: 'queue'}],
    ['a missing field', {layer: 'mutual-pool', stake: '5m USD'}],
    ['a bare number for a ratio', {cap: 0.5, layer: 'adl', policy: 'queue'}],
    ['half a change', {balance: {to: '5m USD'}, layer: 'insurance-fund'}],
    ['a fund without a balance', {layer: 'insurance-fund'}],
    [
      'an empty schedule',
      {layer: 'parametric-cover', limit: '5m USD', rateOnLine: '5%', schedule: [], trigger: 'depeg'},
    ],
  ]
  it.each(cases)('refuses %s', (_, item) => {
    expect(valid([item])).toBe(false)
  })

  it('accepts each parameter as a governed change', () => {
    const item = {
      balance: {from: '10m USD', to: '12m USD'},
      layer: 'insurance-fund',
      penaltyShare: {keep: '50%'},
      premium: {from: '1%', to: '2%'},
    }
    expect(valid([item])).toBe(true)
  })

  it('describes every field of every kind', () => {
    for (const {kind, schema} of LAYER_KINDS) {
      const properties = schema['properties'] as Record<string, {description?: string}>
      for (const [name, {description}] of Object.entries(properties)) {
        if (!description) throw new Error(`${name} of ${kind} has no description`)
      }
    }
  })
})
