import {PlimsollError} from '../../errors.js'
import type {LayerItem} from './registry.js'

/** A stack as a venue runs it. What its rules fix is in it; what changes from day to day must be given, in USD with its unit. */
export interface Preset {
  readonly name: string
  readonly title: string
  /** Where the rules and figures were read. */
  readonly source: string
  /** Where the model is simpler than the venue, a sentence each. */
  readonly simplified: readonly string[]
  /** The sizes that must be given, and what they are. */
  readonly sizes: Readonly<Record<string, string>>
  readonly items: (size: (name: string) => string) => readonly LayerItem[]
}

const AAVE_UMBRELLA: Preset = {
  name: 'aave-umbrella',
  title: 'Aave Umbrella: one reserve in dollars, one stake token',
  source:
    'aave-dao/aave-umbrella 759147d (Umbrella.sol, EmissionMath.sol); launch parameters: cooldown 20 days, unstake window 2 days, deficit offset 100,000 of USDC',
  simplified: [
    'A staker who gives notice leaves when the cooldown ends; on chain he may stay, and must act within the unstake window.',
    'The liquidation fee is taken as 0%; the offset is the DAO’s to cover and stays in the residual deficit.',
  ],
  sizes: {emission: 'rewards a year at the target', stake: 'staked now', target: 'stake at which rewards are highest'},
  items: (size) => [
    {
      cooldown: '20d',
      deficitOffset: '100k USD',
      emission: size('emission'),
      layer: 'mutual-pool',
      name: 'umbrella stake',
      stake: size('stake'),
      target: size('target'),
    },
  ],
}

const DYDX_V4: Preset = {
  name: 'dydx-v4',
  title: 'dYdX v4: insurance fund, then deleveraging at the bankruptcy price',
  source:
    'dydxprotocol/v4-chain 84d4664 (x/clob/keeper/liquidations.go, deleveraging.go; genesis: fee of at most 1.5% into the fund)',
  simplified: [
    'Deleveraging starts at a random account of the other side: pro rata is its average.',
    'The cap on what one account may cost the fund in a block has no counterpart on daily bars.',
  ],
  sizes: {fund: 'balance of the insurance fund'},
  items: (size) => [
    {layer: 'defaulter-margin'},
    {layer: 'liquidation-penalties'},
    {balance: size('fund'), layer: 'insurance-fund'},
    {layer: 'adl', name: 'deleveraging', policy: 'pro-rata'},
  ],
}

const HYPERLIQUID: Preset = {
  name: 'hyperliquid',
  title: 'Hyperliquid: the HLP vault as backstop, then ADL by profit and leverage',
  source:
    'Hyperliquid docs, "Liquidations" and "Auto-deleveraging": backstop below 2/3 of the maintenance margin, ADL when equity is below zero, by unrealised profit and leverage',
  simplified: [
    'The vault is charged with the loss at takeover only; what it earns or loses on the position afterwards is not modelled.',
    'Depositors’ lock-up keeps the vault whole within a step; withdrawals between crises are not modelled.',
  ],
  sizes: {vault: 'equity of the HLP vault'},
  items: (size) => [
    {layer: 'defaulter-margin'},
    {balance: size('vault'), layer: 'backstop-liquidity', name: 'HLP vault'},
    {layer: 'adl', policy: 'queue'},
  ],
}

const GMX: Preset = {
  name: 'gmx-v2',
  title: 'GMX v2: the pool is every trader’s counterparty, then ADL',
  source:
    'gmx-io/gmx-synthetics a5c0c883 (AdlUtils.sol, config/markets.ts): ADL above profits of 85% of the pool, down to 77%',
  simplified: [
    'ADL on chain closes winners at market before the pool is empty; here it begins where the pool can pay no more.',
  ],
  sizes: {pool: 'value of the pool that may be paid out to traders'},
  items: (size) => [
    {layer: 'defaulter-margin'},
    {balance: size('pool'), layer: 'backstop-liquidity', name: 'liquidity pool'},
    {layer: 'adl', policy: 'pro-rata'},
  ],
}

const CCP: Preset = {
  name: 'ccp',
  title: 'Central counterparty: EMIR default waterfall',
  source:
    'Regulation (EU) 648/2012, art. 45 (order) and 42-43 (a default fund for the largest, or the second and third, member); PFMI principle 4 (Cover-2)',
  simplified: [
    'Members’ contributions are one fund; who of the survivors pays how much does not change what is paid.',
    'Assessments (cash calls) after the default fund are left out: variation-margin haircuts follow at once.',
  ],
  sizes: {
    defaultFund: 'contributions of the members who did not default, sized by Cover-2',
    ownResources: 'the CCP’s dedicated own resources (skin in the game)',
  },
  items: (size) => [
    {layer: 'defaulter-margin', name: 'margin of the defaulters'},
    {balance: size('ownResources'), layer: 'insurance-fund', name: 'own resources'},
    {balance: size('defaultFund'), layer: 'insurance-fund', name: 'default fund'},
    {base: 'profits', layer: 'socialised-loss', name: 'variation-margin haircut'},
  ],
}

export const PRESETS: readonly Preset[] = [AAVE_UMBRELLA, DYDX_V4, HYPERLIQUID, GMX, CCP]

/**
 * The items of a preset, as a proposal would list them, with its sizes filled in: `presetItems('dydx-v4', {fund: '12m USD'})`.
 * @throws INSURANCE_PRESET for an unknown preset, a size that is missing or one that it does not have
 */
export function presetItems(name: string, sizes: Readonly<Record<string, string>>): readonly LayerItem[] {
  const found = PRESETS.find((preset) => preset.name === name)
  if (!found) {
    throw new PlimsollError('INSURANCE_PRESET', `There is no preset called \`${name}\`.`, {
      suggestions: [`Known are: ${PRESETS.map((preset) => preset.name).join(', ')}.`],
    })
  }
  const known = Object.keys(found.sizes)
  const missing = known.filter((size) => sizes[size] === undefined)
  const foreign = Object.keys(sizes).filter((size) => !known.includes(size))
  if (missing.length > 0 || foreign.length > 0) {
    const list = Object.entries(found.sizes).map(([size, what]) => `\`${size}\` (${what})`)
    throw new PlimsollError('INSURANCE_PRESET', `The preset \`${name}\` takes exactly these sizes: ${list.join(', ')}.`)
  }
  return found.items((size) => sizes[size] as string)
}
