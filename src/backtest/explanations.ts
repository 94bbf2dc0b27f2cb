import {PlimsollError} from '../errors.js'
import {nearest} from '../nearest.js'
import {DIEBOLD_MARIANO} from './compare/diebold-mariano.js'
import {MODEL_CONFIDENCE_SET} from './compare/model-confidence-set.js'
import {Z1, Z2} from './es/acerbi-szekely.js'
import {E_PROCESS_ES, E_PROCESS_VAR} from './es/e-process.js'
import {MCNEIL_FREY} from './es/mcneil-frey.js'
import {MINIMALLY_BIASED, MINIMALLY_BIASED_RELATIVE} from './es/minimally-biased.js'
import {NOLDE_ZIEGEL} from './es/nolde-ziegel.js'
import {Z3} from './es/z3.js'
import {BLOCK_BOOTSTRAP, HAC, PHASES} from './overlap.js'
import {BERKOWITZ} from './var/berkowitz.js'
import {BERKOWITZ_TAIL} from './var/berkowitz-tail.js'
import {BINOMIAL} from './var/binomial.js'
import {CONDITIONAL_COVERAGE, INDEPENDENCE} from './var/christoffersen.js'
import {COVERAGE_BOUND} from './var/coverage-bound.js'
import {DQ} from './var/dq.js'
import {DURATION} from './var/duration.js'
import {POF} from './var/pof.js'
import type {Explanation} from './var/result.js'
import {TBF, TBFI} from './var/tbf.js'
import {TRAFFIC_LIGHT} from './var/traffic-light.js'
import {TUFF} from './var/tuff.js'

/** Every test there is, in the order in which reports show them. */
export const EXPLANATIONS: readonly Explanation[] = [
  COVERAGE_BOUND,
  POF,
  TUFF,
  BINOMIAL,
  TRAFFIC_LIGHT,
  INDEPENDENCE,
  CONDITIONAL_COVERAGE,
  TBFI,
  TBF,
  DURATION,
  DQ,
  HAC,
  BLOCK_BOOTSTRAP,
  PHASES,
  E_PROCESS_VAR,
  E_PROCESS_ES,
  Z1,
  Z2,
  Z3,
  MINIMALLY_BIASED,
  MINIMALLY_BIASED_RELATIVE,
  MCNEIL_FREY,
  NOLDE_ZIEGEL,
  BERKOWITZ,
  BERKOWITZ_TAIL,
  DIEBOLD_MARIANO,
  MODEL_CONFIDENCE_SET,
]

/**
 * The explanation of a test by its id or another name, however it is capitalised or spaced.
 * @throws BACKTEST_UNKNOWN_TEST with the names there are
 */
export function explain(name: string): Explanation {
  const wanted = name
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_]+/g, '-')
  const found = EXPLANATIONS.find(({id, aliases}) => id === wanted || aliases.includes(wanted))
  if (found) return found
  const meant = nearest(
    wanted,
    EXPLANATIONS.flatMap(({id, aliases}) => [id, ...aliases]),
  ).slice(0, 1)
  throw new PlimsollError('BACKTEST_UNKNOWN_TEST', `There is no test called \`${name}\`.`, {
    suggestions: [
      ...meant.map((one) => `Did you mean ${one}?`),
      `The tests are ${EXPLANATIONS.map(({id}) => id).join(', ')}.`,
    ],
  })
}
