import type {RuleText} from './rule.js'
import {example} from './rules/examples.js'

const GOOD = example('- asset: WETH\n  reserveFactor: {from: 15%, to: 20%}')

/** What the schema finds, described as the rules are. */
export const SCHEMA_RULES: readonly RuleText[] = [
  {
    id: 'schema',
    severity: 'error',
    summary: 'the file is not what a proposal may be',
    rationale:
      'An unknown key is a mistyped one, and what it was to say would be passed over in silence. `plimsoll schema` prints the ' +
      'schema, which editors read too.',
    failing: GOOD.replace('reserveFactor:', 'reserveFacto:'),
    passing: GOOD,
    fixable: true,
  },
  {
    id: 'missing-unit',
    severity: 'error',
    summary: 'a bare number where a unit is needed',
    rationale:
      '`83` could be 83%, 83 basis points or 8,300%, and each of them was set on chain by mistake before. Ratios, amounts and ' +
      'durations carry their unit: `83%`, `8300bps`, `1_800_000 WETH`, `1d`.',
    failing: GOOD.replace('{from: 15%, to: 20%}', '{from: 15%, to: 20}'),
    passing: GOOD,
  },
]
