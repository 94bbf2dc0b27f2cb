import type {Role} from '../../protocols/model.js'
import type {ReadSetting} from '../settings.js'

const MARGIN = String.raw`margin|collateral requirement|leverage`

/** What people call a parameter in prose, by its id, or else by its role. */
const NAMES: Readonly<Record<string, string>> = {
  ltv: String.raw`ltvs?|loan[\s-]to[\s-]values?`,
  liquidationThreshold: String.raw`(?:liq(?:uidation|\.)?\s+)?thresholds?|LTs?`,
  liquidationBonus: String.raw`(?:liquidation\s+)?(?:bonus(?:es)?|penalt(?:y|ies)|incentives?|premiums?)|LBs?`,
  supplyCap: String.raw`(?:supply|deposit)\s+caps?|(?<!(?:borrow|borrowing|debt)\s+)caps?|supplyCaps?|(?:limit|cap|one)\s+on\s+(?:supply\w*|deposits?)`,
  borrowCap: String.raw`(?:borrow(?:ing)?|debt)\s+caps?|(?<!(?:supply|deposit)\s+)caps?|borrowCaps?|(?:limit|cap|one)\s+on\s+(?:borrow\w*|debt)`,
  reserveFactor: String.raw`reserve\s+factors?|RFs?`,
  liquidationProtocolFee: String.raw`(?:liquidation\s+)?protocol\s+fees?`,
}
const ROLE_NAMES: Readonly<Record<Role, string | undefined>> = {
  loanToValue: NAMES['ltv'],
  liquidationThreshold: `${NAMES['liquidationThreshold'] ?? ''}|collateral\\s+factors?`,
  liquidationBonus: NAMES['liquidationBonus'],
  collateralRatio: String.raw`(?:collaterali[sz]ation|collateral|liquidation)\s+ratios?|CRs?|MAT`,
  maintenanceMargin: String.raw`maintenance(?:\s+margins?)?|min(?:imum)?\s+collateral(?:\s+factor)?|MMRs?|${MARGIN}`,
  initialMargin: String.raw`initial(?:\s+margins?)?|IMRs?|${MARGIN}`,
  cap: String.raw`caps?|ceilings?|limits?|debt\s+line`,
  none: undefined,
}
/** `minCollateralFactor` -> `min\s+collateral\s+factor`. */
const spelled = (name: string): string =>
  name
    .replace(/^(?:set|update|file|change|config(?:ure)?)(?=[A-Z_])/, '')
    .split(/(?<=[a-z\d])(?=[A-Z])|[_\W]+/)
    .filter((part) => part !== '')
    .join(String.raw`[\s-]*`)

/** Patterns that were made: making one costs more than using it. */
const MADE = new Map<string, RegExp>()

function whole(parts: readonly string[]): RegExp {
  const all = [...new Set(parts)].filter((part) => part.length > 1)
  const key = all.join('|')
  const made = MADE.get(key) ?? new RegExp(String.raw`(?<![\w-]|\bmarket\s)(?:${key || '(?!)'})(?![\w])`, 'gi')
  if (MADE.size < 1000) MADE.set(key, made)
  return made
}

/** A pattern for every way to name a setting. @param functions name of the function that sets it, where there is one */
export function namesOf(
  {name, role, parameter}: Pick<ReadSetting, 'name' | 'parameter' | 'role'>,
  functions: readonly string[],
): RegExp {
  return whole([
    NAMES[name] ?? ROLE_NAMES[role] ?? '',
    parameter ? parameter.title.replaceAll(/[\s-]/g, String.raw`[\s-]`) : '',
    /^(?:value|amount|data|new\w*)$/.test(name) ? '' : spelled(name),
    ...functions.map(spelled),
  ])
}

/** What is worked out from thresholds and margins. */
export const DERIVED = whole([String.raw`buffers?|gap|distance|cushion`])

/** What a figure is about when it is about use, prices or yields rather than about a parameter. */
export const USAGE =
  /\b(?:utili[sz]ation|usage|used|in use|demand|deposits?|supplied|borrowed|outstanding|circulating|holders?|wallets?|users?|borrowers?|positions?|accounts?|debt of|volumes?|volatility|TVL|prices?|priced|fell|falls?|drop(?:ped)?|drawdown|decline|loss(?:es)?|crash|liquidity|depth|slippage|APY|APR|yields?|rates?|revenue|share|correlation|concentration|annuali[sz]ed|quorum|votes?|turnout|breach(?:es|ed)?|coverage|VaR|percentile|quantile|confidence|average|median|mean|limited|restricted|allowed|earn(?:s|ed|ing)?|income|interest)\b/i

/** A sentence that tells what was, not what will be. */
const PAST =
  /\b(?:previous(?:ly)?|earlier|last (?:year|month|week|quarter)|formerly|historical(?:ly)?|at (?:launch|listing)|since launch|back then|used to|in the past|originally|ago|history)\b/i
const DATED =
  /\b(?:in|on|since|until|of|by|during|before|after)\s+(?:early\s+|late\s+|mid[\s-])?(?:20[12]\d|\d{4}-\d\d-\d\d|(?:\d{1,2}\s+)?(?:January|February|March|April|May|June|July|August|September|October|November|December)\b)|\b(?:AIP|ARFC|AGRS|proposal|vote)\b.{0,20}\d/i
const WAS =
  /\b(?:was|were|had|went|took|came|did|raised|lowered|cut|set|moved|reduced|increased|brought|passed|approved)\b/i

/** An item of a list of dates. */
const TIMELINE = /^\s*(?:[-*+]\s+)?\**\d{4}-\d\d(?:-\d\d)?\**\s*[:–—-]/

/** @param text the sentence as written, dates and proposal numbers included */
export const isHistory = (text: string): boolean =>
  PAST.test(text) || TIMELINE.test(text) || (DATED.test(text) && WAS.test(text))

/** Other venues and modes have parameters of the same names. */
export const ELSEWHERE =
  /\b(?:Spark|SparkLend|Compound|Comet|Morpho|Euler|Fluid|Venus|Silo|Radiant|Benqi|Moonwell|Kamino|Agave|Seamless|Binance|Bybit|OKX|Coinbase|Hyperliquid|dYdX|Drift|Kwenta|Synthetix|peers?|competitors?|elsewhere|other (?:protocols?|markets?|venues?|instances?)|e-?mode)\b/gi

export const CHANGE_VERB =
  /\b(?:rais|increas|lower|reduc|cut|decreas|sets?\b|setting|mov|chang|bring|adjust|tighten|loosen|lift|return|restor|updat|grow|shrink|widen|narrow|doubl|halv|propos|recommend|becom|go(?:es)?\b)\w*/i

/** Words that may stand between the name of a parameter and its value. */
export const JOINING =
  /^(?:[\s:=(,–—-]|\b(?:of|for|at|is|are|be|to|from|by|the|its|their|a|an|new|proposed|current(?:ly)?|present(?:ly)?|existing|kept|keeps?|stays?|staying|remains?|remaining|unchanged|becomes?|set|will|would|should|moves?|goes|falls?|rises?|drops?|grows?|shrinks?|lowered|raised|reduced|increased|cut|decreased|changed|moved|and|both|now|on|in|only|just|about|around|roughly|approximately|almost|nearly|over|some|equal|value|level|parameter|asset|market|percent|Aave|main|core|instance|respectively|stand(?:s|ing)?|with|still|unaltered|as|proposal|proposes?|we|recommend(?:ed)?)\b)*$/i
