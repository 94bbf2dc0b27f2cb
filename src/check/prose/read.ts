import {compare, ONE} from '../../units/rational.js'
import {lookAt, textAt} from '../look.js'
import {isDoubtful} from '../range.js'
import type {RuleContext} from '../rule.js'
import type {ReadSetting} from '../settings.js'
import {claimsIn, type Claim} from './claims.js'
import {factsOf, type Fact} from './facts.js'
import {maskMarkdown} from './mask.js'
import {numbersIn, type ProseNumber} from './numbers.js'
import {finderFor, type Finder} from './scope.js'
import {segmentsOf} from './segments.js'
import {ELSEWHERE, USAGE} from './words.js'

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
  readonly factsOf: ReadonlyMap<ReadSetting, readonly Fact[]>
  /** Whether the text was left unread: to hold so much against so many changes would take too long. */
  readonly tooLong: boolean
}

/** How much is read: 1,000 numbers beside 40 settings, 100,000 characters. */
const MOST_COMPARISONS = 50_000
const MOST_CHARACTERS = 100_000

/** Whether to hold a text against the settings would take too long. */
function isTooLong(texts: readonly string[], settings: number): boolean {
  const characters = texts.reduce((sum, text) => sum + text.length, 0)
  if (characters > MOST_CHARACTERS) return true
  const numbers = texts.reduce((sum, text) => sum + (text.match(/\d+/g)?.length ?? 0), 0)
  return numbers * (settings + 4) > MOST_COMPARISONS
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

/** Whether a text speaks of another venue than the one that the title names. */
const isElsewhere = (text: string, title: string): boolean =>
  [...text.matchAll(ELSEWHERE)].some(([name]) => !title.toLowerCase().includes(name.toLowerCase()))

function readPart(
  key: string,
  text: string,
  title: string,
  finder: Finder,
  settings: readonly ReadSetting[],
  hasNonce: boolean,
): ProsePart {
  const masked = maskMarkdown(text)
  const numbers = numbersIn(masked, new Set(settings.map(({asset}) => asset)))
  const measures = measuring(settings, tokensOf(settings))
  const segments = segmentsOf(text)
  let next = 0
  let [topic, listed] = ['', ''] // the heading above, and the line that a list hangs on
  const found = segments.map((segment, index) => {
    while (next < numbers.length && (numbers[next]?.start ?? 0) < segment.start) next++
    const own: ProseNumber[] = []
    for (let at = next; at < numbers.length; at++) {
      const number = numbers[at]
      if (!number || number.start >= segment.end) break
      if (number.end <= segment.end) own.push(number)
    }
    const before = segment.continues === true ? segments[index - 1] : undefined
    const said = before ? masked.slice(before.start, before.end) : ''
    const written = text.slice(segment.start, segment.end)
    if (/^\s*#{1,6}\s/.test(written)) topic = written
    else if (/:\s*$/.test(written)) listed = written
    else if (!/^\s*(?:[-*+•]|\d+[.)])\s/.test(written) && segment.continues !== true) listed = ''
    if ([written, topic, listed].some((said) => isElsewhere(said, title))) return {claims: [], open: []}
    const inherited = finder.hits(said).length > 0 && !USAGE.test(said) ? said : ''
    return claimsIn(segment, {original: text, masked}, own, finder, measures, inherited)
  })
  const claims = found
    .flatMap((one) => one.claims)
    .filter(({mode, settings: about}) => (mode === 'nonce' ? hasNonce : ![...about].some(isDoubtful)))
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

function bySetting(facts: readonly Fact[]): Map<ReadSetting, Fact[]> {
  const found = new Map<ReadSetting, Fact[]>()
  for (const fact of facts) {
    if (!fact.setting) continue
    const own = found.get(fact.setting)
    if (own) own.push(fact)
    else found.set(fact.setting, [fact])
  }
  return found
}

const READ = new WeakMap<RuleContext, Prose>()

/** Reads title and summary of a file against its changes. The rules about prose share one reading. */
export function readProse(context: RuleContext): Prose {
  const done = READ.get(context)
  if (done) return done
  const {value, request, definition, settings, refused} = context
  const functions = new Map(
    request.changes.flatMap((_change, index) => {
      const name = lookAt(value, ['changes', index, 'function'])
      return typeof name === 'string' ? [[index, name.replace(/\(.*$/s, '')] as const] : []
    }),
  )
  const texts = ['title', 'summary'].flatMap((key) => textAt(value, [key]) ?? [])
  const tooLong = isTooLong(texts, settings.length)
  // Where the schema refuses a change, what the text says of it cannot be judged.
  if (tooLong || refused.some(([root]) => root === 'changes')) {
    const unread = {parts: [], facts: [], factsOf: new Map(), tooLong}
    READ.set(context, unread)
    return unread
  }
  const finder = finderFor(settings, functions, definition.assets(request) ?? [])
  const facts = factsOf(
    value,
    settings.filter((setting) => !isDoubtful(setting)),
  )
  const parts = ['title', 'summary'].flatMap((key) => {
    const text = textAt(value, [key])
    return text === undefined
      ? []
      : [
          readPart(
            key,
            text,
            textAt(value, ['title']) ?? '',
            finder,
            settings,
            facts.some(({label}) => label.startsWith('nonce')),
          ),
        ]
  })
  const prose = {parts, facts, factsOf: bySetting(facts), tooLong: false}
  READ.set(context, prose)
  return prose
}
