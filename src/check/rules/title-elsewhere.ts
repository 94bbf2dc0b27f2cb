import {chainId, chainName, CHAINS} from '../../protocols/chains.js'
import {textAt} from '../look.js'
import type {Report, Rule, RuleContext} from '../rule.js'
import {isNamed, wordsIn} from '../prose/asset-names.js'
import {example} from './examples.js'

const CHANGE = '- asset: WETH\n  reserveFactor: {from: 15%, to: 20%}'

/** A chain named as a place: "on Arbitrum", "Aave v3 Base". Many names are words too (base, ink, linea), so only these. */
function chainsIn(title: string): string[] {
  return [...title.matchAll(/(?:\bon (?:the )?|\bv\d(?:\.\d)? (?:on )?)([A-Z][A-Za-z]+)\b/g)]
    .map(([, name = '']) => name.toLowerCase())
    .filter((name) => Object.hasOwn(CHAINS, name))
}

function otherChain({request, value}: RuleContext): Report[] {
  const named = chainsIn(textAt(value, ['title']) ?? '')
  const here = chainName(chainId(request.protocol.chain))
  const [first] = named
  if (first === undefined || named.includes(here)) return []
  return [{path: ['title'], message: `the title names ${first}, but the proposal is for ${here}.`}]
}

function otherAsset({request, definition, value, settings}: RuleContext): Report[] {
  const title = textAt(value, ['title']) ?? ''
  const words = wordsIn(title)
  const changed = new Set(settings.map(({asset}) => asset))
  if ([...changed].some((asset) => isNamed(title, words, asset))) return []
  const known = definition.assets(request) ?? []
  if (![...changed].every((asset) => known.includes(asset))) return [] // of unknown-asset
  const own = wordsIn(definition.title) // GMX is a token too
  const other = known.find((symbol) => words.includes(symbol) && !own.includes(symbol) && /[A-Z]{2}/.test(symbol))
  if (other === undefined || changed.size === 0) return []
  return [{path: ['title'], message: `the title names ${other}, but the file changes ${[...changed].join(', ')}.`}]
}

export const titleElsewhere: Rule = {
  id: 'title-elsewhere',
  severity: 'error',
  summary: 'the title names another asset or chain than the file changes',
  rationale:
    'A proposal that began as a copy of another keeps its title, and whoever reads the list approves the wrong thing.',
  failing: example(CHANGE, {title: 'Raise the reserve factor of USDC'}),
  passing: example(CHANGE, {title: 'Raise the reserve factor of WETH'}),
  check(context) {
    context.definition.assets(context.request) // throws where the deployment is not on the chain, which wrong-chain reports
    return [...otherChain(context), ...otherAsset(context)]
  },
}
