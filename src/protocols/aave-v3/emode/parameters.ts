import {ONE, rational, ZERO} from '../../../units/rational.js'
import {ADDRESS} from '../../spelling.js'
import {ratio, shareRange, SWITCH, TEXT} from '../fields.js'
import {parameterOf, type Parameter} from '../subject.js'

// Source: setEModeCategory and its neighbours in PoolConfigurator.sol: @aave/core-v3 1.19.3 for 3.0, aave-dao/aave-v3-origin
// at v3.1.0 to v3.6.0 and fd1fbd91 for the later ones.

const ADDED = 'EModeCategoryAdded(categoryId, ltv, liquidationThreshold, liquidationBonus, oracle, label)'
const CONFIG = (field: string): string =>
  `Pool.getEModeCategoryCollateralConfig(category).${field}; getEModeCategoryData(category).${field} on 3.0 and 3.1`
/** A switch of one reserve in one category. */
const bitmap = (name: string): string => `Pool.getEModeCategory${name}Bitmap(category), the bit of the reserve's id`
const setEMode = {setter: 'setEModeCategory', differs: true} as const

/** What an eMode category is: set by one call, whole. */
const CATEGORY: readonly Parameter[] = [
  parameterOf('category', {
    ...setEMode,
    ...ratio(65_535n),
    id: 'eModeLtv',
    title: 'eMode loan-to-value',
    description:
      'How much can be borrowed against collateral of the category. Must not exceed its liquidation threshold.',
    role: 'loanToValue',
    unit: 'bps, 16 bits',
    range: shareRange('the contract reverts at 0% and above the threshold (InvalidEmodeCategoryParams)', 9999n, 1n),
    accepts: '0.01% to the liquidation threshold of the category',
    getter: CONFIG('ltv'),
    event: ADDED,
  }),
  parameterOf('category', {
    ...setEMode,
    ...ratio(65_535n),
    id: 'eModeLiquidationThreshold',
    title: 'eMode liquidation threshold',
    description:
      'The debt, as a share of the collateral of the category, above which a position can be liquidated. On 3.0 and 3.1 it ' +
      'must exceed that of every reserve in the category.',
    role: 'liquidationThreshold',
    unit: 'bps, 16 bits',
    range: shareRange('the contract reverts (InvalidEmodeCategoryParams)', 9999n, 1n),
    accepts: '0.01% to 100% / (1 + bonus)',
    getter: CONFIG('liquidationThreshold'),
    event: ADDED,
  }),
  parameterOf('category', {
    ...setEMode,
    ...ratio(65_535n - 10_000n),
    id: 'eModeLiquidationBonus',
    title: 'eMode liquidation bonus',
    description: 'The premium of a liquidator on collateral of the category: 1%, not 101%. Must be above 0%.',
    role: 'liquidationBonus',
    unit: 'bps; the configurator stores 10000 + the premium, in 16 bits',
    range: shareRange('the bonus is the premium alone, 1% where the contract stores 101%', 10_000n, 1n),
    accepts: '0.01% to 100% / threshold - 1',
    getter: `${CONFIG('liquidationBonus')}, less 10000`,
    event: ADDED,
  }),
  parameterOf('category', {
    setter: 'setEModeCategory with a price source',
    until: '3.1',
    spelling: ADDRESS,
    units: () => ({name: 'an address', perOne: 1n, min: 0n, max: 2n ** 160n - 1n}),
    id: 'eModePriceSource',
    title: 'eMode price source',
    description: 'On 3.0 and 3.1: the feed that prices every asset of the category alike; the zero address for none.',
    unit: 'address',
    range: {min: ZERO, max: rational(2n ** 160n - 1n), step: ONE, why: 'it is an address'},
    accepts: 'an address with its checksum; zero for none',
    getter: 'Pool.getEModeCategoryData(category).priceSource',
    event: ADDED,
  }),
  parameterOf('category', {
    ...setEMode,
    spelling: TEXT,
    // 256 bytes behind the digit in front: more than any label needs, and few enough to print.
    units: () => ({name: 'text', perOne: 1n, min: 1n, max: 2n ** (8n * 256n + 1n) - 1n}),
    id: 'eModeLabel',
    title: 'eMode label',
    description: 'What people call the category. The setter writes it anew each time.',
    unit: 'string',
    range: {min: ZERO, max: rational(2n ** (8n * 256n + 1n) - 1n), step: ONE, why: 'it is a text of up to 256 bytes'},
    accepts: 'a text of up to 256 bytes without blanks at its ends',
    getter: 'Pool.getEModeCategoryLabel(category); getEModeCategoryData(category).label on 3.0 and 3.1',
    event: ADDED,
  }),
  parameterOf('category', {
    ...SWITCH,
    setter: 'setEModeCategoryIsolated',
    since: '3.7',
    id: 'eModeIsolated',
    title: 'eMode isolated',
    description:
      'From 3.7 on: whether positions of the category may have no other collateral. Written with the rest too.',
    getter: 'Pool.getIsEModeCategoryIsolated(category)',
    event: 'EModeCategoryIsolationChanged(categoryId, isolated)',
  }),
]

/** What a reserve is in a category. */
const MEMBER: readonly Parameter[] = [
  parameterOf('member', {
    ...SWITCH,
    setter: 'setAssetCollateralInEMode',
    since: '3.2',
    id: 'eModeCollateral',
    title: 'collateral in the eMode',
    description:
      'Whether the reserve counts as collateral of the category. From 3.6 on a frozen reserve cannot become it (ReserveFrozen); ' +
      'one that is collateral nowhere else must have no suppliers to leave.',
    getter: bitmap('Collateral'),
    event: 'AssetCollateralInEModeChanged(asset, categoryId, collateral)',
  }),
  parameterOf('member', {
    ...SWITCH,
    setter: 'setAssetBorrowableInEMode',
    since: '3.2',
    id: 'eModeBorrowable',
    title: 'borrowable in the eMode',
    description: 'Whether the reserve can be borrowed by positions of the category.',
    getter: bitmap('Borrowable'),
    event: 'AssetBorrowableInEModeChanged(asset, categoryId, borrowable)',
  }),
  parameterOf('member', {
    ...SWITCH,
    setter: 'setAssetLtvzeroInEMode',
    since: '3.6',
    id: 'eModeLtvZero',
    title: 'loan-to-value of zero in the eMode',
    description:
      'From 3.6 on: whether the reserve lends nothing new in the category. It must be collateral there ' +
      '(MustBeEmodeCollateral), and a frozen reserve cannot be cleared (ReserveFrozen).',
    getter: bitmap('Ltvzero'),
    event: 'AssetLtvzeroInEModeChanged(asset, categoryId, ltvzero)',
  }),
]

export const EMODE_PARAMETERS: readonly Parameter[] = [...CATEGORY, ...MEMBER]
