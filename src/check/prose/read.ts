import {compare, ONE} from '../../units/rational.js'
import {lookAt, textAt} from '../look.js'
import type {RuleContext} from '../rule.js'
import type {ReadSetting} from '../settings.js'
import {claimsIn, type Claim} from './claims.js'
import {factsOf, type Fact} from './facts.js'
import {maskMarkdown} from './mask.js'
import {numbersIn, type ProseNumber} from './numbers.js'
import {finderFor, type Finder} from './scope.js'
import {segmentsOf} from './segments.js'
import {USAGE} from './words.js'

/** The title or the summary, read. */
export interface ProsePart {
  readonly path: readonly string[]
  readonly text: string
  readonly numbers: readonly ProseNumber[]
  /** Numbers that are said about a parameter of the file. */
  readonly claims: readonly Claim[]
  /** Numbers beside a parameter's name that may be anything; looked at only when they almost are a value of the file. */
  readonly open: readonly ProseNumber[]
}

export interface Prose {
  readonly parts: readonly ProsePart[]
  readonly facts: readonly Fact[]
}

/** An amount of another token is not said about the file's parameters; nor is `20m` where all of them are ratios. */
function measuring(settings: readonly ReadSetting[], tokens: ReadonlySet<string>): (number: ProseNumber) => boolean {
  const quantities = settings.flatMap(({before, after}) => [before, after])
  const countable = quantities.some((quantity) => quantity?.kind === 'amount' || quantity?.kind === 'number')
  return ({kind, token, ulp}) =>
    kind === 'amount' ? tokens.has(token?.toLowerCase() ?? '') : countable || kind !== 'plain' || compare(ulp, ONE) <= 0
}

/** Every spelling of the tokens that the file counts in, in lower case. */
function tokensOf(settings: readonly ReadSetting[]): Set<string> {
  const units = settings.flatMap(({before, after}) =>
    [before, after].flatMap((quantity) => (quantity?.kind === 'amount' ? [quantity.unit] : [])),
  )
  return new Set(
    units
      .flatMap((unit) => [unit, unit.replace(/[a-z\d]$/, ''), unit.replace(/([a-z])$/, '.$1')])
      .map((unit) => unit.toLowerCase()),
  )
}

/** In a title any value speaks of the change; a number without a unit may be a part or a step. */
const HAS_UNIT: ReadonlySet<ProseNumber['kind']> = new Set(['amount', 'points', 'ratio'])

function readPart(
  key: string,
  text: string,
  finder: Finder,
  settings: readonly ReadSetting[],
  hasNonce: boolean,
): ProsePart {
  const masked = maskMarkdown(text)
  const numbers = numbersIn(masked, new Set(settings.map(({asset}) => asset)))
  const measures = measuring(settings, tokensOf(settings))
  const segments = segmentsOf(text)
  const found = segments.map((segment, index) => {
    const before = segment.continues === true ? segments[index - 1] : undefined
    const said = before ? masked.slice(before.start, before.end) : ''
    const inherited = finder.hits(said).length > 0 && !USAGE.test(said) ? said : ''
    return claimsIn(segment, {original: text, masked}, numbers, finder, measures, inherited)
  })
  const claims = found.flatMap((one) => one.claims).filter(({mode}) => mode !== 'nonce' || hasNonce)
  const rest =
    key === 'title'
      ? numbers.filter((number) => HAS_UNIT.has(number.kind) && !claims.some((claim) => claim.number === number))
      : []
  return {
    path: [key],
    text,
    numbers,
    claims: [
      ...claims,
      ...rest.map((number): Claim => ({number, partner: undefined, mode: 'any', when: undefined, ...finder.scope('')})),
    ],
    open: key === 'title' ? [] : found.flatMap(({open}) => open),
  }
}

const READ = new WeakMap<RuleContext, Prose>()

/** Reads title and summary of a file against its changes. The rules about prose share one reading. */
export function readProse(context: RuleContext): Prose {
  const done = READ.get(context)
  if (done) return done
  const {value, request, definition, settings} = context
  const functions = new Map(
    request.changes.flatMap((_change, index) => {
      const name = lookAt(value, ['changes', index, 'function'])
      return typeof name === 'string' ? [[index, name.replace(/\(.*$/s, '')] as const] : []
    }),
  )
  const finder = finderFor(settings, functions, definition.assets(request) ?? [])
  const facts = factsOf(value, settings)
  const parts = ['title', 'summary'].flatMap((key) => {
    const text = textAt(value, [key])
    return text === undefined
      ? []
      : [
          readPart(
            key,
            text,
            finder,
            settings,
            facts.some(({label}) => label.startsWith('nonce')),
          ),
        ]
  })
  const prose = {parts, facts}
  READ.set(context, prose)
  return prose
}
