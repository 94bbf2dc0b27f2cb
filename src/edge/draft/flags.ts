import {Flags} from '@oclif/core'

import {CHAIN_BOUND_SAFE_VERSIONS} from '../../governance/model.js'

const text = (description: string, helpValue: string, helpGroup?: string) =>
  Flags.string({description, helpValue, ...(helpGroup === undefined ? {} : {helpGroup})})
const several = (description: string, helpValue: string) =>
  Flags.string({description, helpValue, multiple: true, multipleNonGreedy: true, helpGroup: 'CHANGE'})

/** A flag for every question of `draft`. */
export const DRAFT_FLAGS = {
  out: text('file to write [default: named after the change]', 'FILE'),
  force: Flags.boolean({description: 'replace the file if it is there'}),
  title: text('one line for lists and headings [default: made from the change]', 'TEXT'),
  summary: text('Markdown for voters and signers [default: made from the change]', 'TEXT'),
  discussion: text('where the change is discussed', 'URL'),
  policy: text('guardrails that hold for the change, by name (see `policy list`), or none', 'NAME'),

  protocol: text(
    'the protocol: aave-v3, compound-v3, euler-v2, gmx-v2, maker, synthetix-v3 or aave-umbrella',
    'NAME',
    'CHANGE',
  ),
  deployment: text('the market: AaveV3Ethereum; for euler-v2 the vault, by a name of your own', 'NAME', 'CHANGE'),
  chain: text('the chain, where the market does not say it', 'NAME', 'CHANGE'),
  underlying: text('the token that the vault holds, for euler-v2', 'SYMBOL', 'CHANGE'),
  contract: several(
    'a contract that the proposal brings along, with its decimals where amounts need them',
    'NAME=ADDRESS[,DECIMALS]',
  ),
  through: text('who makes the change: risk-steward or configurator, governor, owner', 'ROUTE', 'CHANGE'),
  'protocol-version': text('version of the market, where its risk steward is not known', 'VERSION', 'CHANGE'),
  asset: several('asset to change', 'SYMBOL'),
  about: several(
    'what a change says beside its asset: market=100 or collateral=4 (synthetix-v3), stake=NAME (aave-umbrella), longToken=SYMBOL (gmx-v2)',
    '[ASSET.]NAME=VALUE',
  ),
  set: several(
    'a new value, as in ltv=80% (or WETH.ltv=80% where there are several assets)',
    '[ASSET.]PARAMETER=VALUE',
  ),
  from: several('a current value, where no node and no saved state says it', '[ASSET.]PARAMETER=VALUE'),
  keep: several('a current value that stays', '[ASSET.]PARAMETER=VALUE'),

  rpc: Flags.string({
    description: 'node to read the current values from; only its host is ever shown',
    helpValue: 'URL',
    exclusive: ['current'],
    helpGroup: 'CURRENT VALUES',
  }),
  block: Flags.integer({
    description: 'block to read at [default: the latest]',
    min: 0,
    dependsOn: ['rpc'],
    helpGroup: 'CURRENT VALUES',
  }),
  current: text('saved state, as `diff --save` writes it', 'FILE', 'CURRENT VALUES'),

  safe: text('address of the Safe that signs', 'ADDRESS', 'VENUE'),
  'safe-version': Flags.string({
    description: "the Safe's version",
    options: CHAIN_BOUND_SAFE_VERSIONS,
    helpGroup: 'VENUE',
  }),
  nonce: text('nonce that the Safe transaction will have', 'NUMBER', 'VENUE'),
  'no-venue': Flags.boolean({
    description: 'name no venue: calls without a transaction',
    exclusive: ['safe', 'safe-version', 'nonce'],
    helpGroup: 'VENUE',
  }),

  prices: Flags.string({
    description: 'series of prices (see `data list`) or a CSV file; ASSET=SERIES where there are several assets',
    helpValue: 'SERIES',
    multiple: true,
    multipleNonGreedy: true,
    helpGroup: 'BACKTEST',
  }),
  since: text('first day of the sample', 'DATE', 'BACKTEST'),
  until: text('last day of the sample', 'DATE', 'BACKTEST'),
  horizon: text('close-out period: 1d, 36h', 'DURATION', 'BACKTEST'),
  confidence: text('coverage that the margin aims at: 99%', 'RATIO', 'BACKTEST'),
  coverage: text("acceptance criterion: '>= 97%'", 'CRITERION', 'BACKTEST'),
  'no-backtest': Flags.boolean({
    description: 'ask history nothing',
    exclusive: ['prices', 'since', 'until', 'horizon', 'confidence', 'coverage'],
    helpGroup: 'BACKTEST',
  }),
}

/** What the flags say. */
export interface DraftFlags {
  readonly out?: string | undefined
  /** Undefined when it is not given, as oclif has it. */
  readonly force?: boolean | undefined
  readonly title?: string | undefined
  readonly summary?: string | undefined
  readonly discussion?: string | undefined
  readonly policy?: string | undefined
  readonly protocol?: string | undefined
  readonly deployment?: string | undefined
  readonly through?: string | undefined
  readonly chain?: string | undefined
  readonly underlying?: string | undefined
  readonly contract?: readonly string[] | undefined
  readonly about?: readonly string[] | undefined
  readonly 'protocol-version'?: string | undefined
  readonly asset?: readonly string[] | undefined
  readonly set?: readonly string[] | undefined
  readonly from?: readonly string[] | undefined
  readonly keep?: readonly string[] | undefined
  readonly rpc?: string | undefined
  readonly block?: number | undefined
  readonly current?: string | undefined
  readonly safe?: string | undefined
  readonly 'safe-version'?: string | undefined
  readonly nonce?: string | undefined
  readonly 'no-venue'?: boolean | undefined
  readonly prices?: readonly string[] | undefined
  readonly since?: string | undefined
  readonly until?: string | undefined
  readonly horizon?: string | undefined
  readonly confidence?: string | undefined
  readonly coverage?: string | undefined
  readonly 'no-backtest'?: boolean | undefined
}
