import type {Limit, Policy} from '../check/policy/model.js'
import type {Plan, PlannedStep} from '../check/policy/plan.js'
import {style} from './style.js'
import {columns, definitions, wrap} from './text.js'

const WIDTH = 80

const scopeOf = ({appliesTo: {protocol, deployments, assets}}: Policy): string =>
  [protocol, ...(deployments ?? []), ...(assets ?? [])].join(', ')

/** The policies, one block each. */
export function policyList(policies: readonly Policy[]): string {
  return policies
    .flatMap((policy) => [
      style.strong(policy.name),
      ...definitions(
        [
          ['  title', policy.title],
          ['  for', scopeOf(policy)],
          ['  source', policy.source ?? 'none: a template'],
        ],
        WIDTH,
      ),
    ])
    .join('\n')
}

function changeText({maxChange, fixed}: Limit): string {
  if (fixed) return 'none'
  if (maxChange === undefined) return '-'
  return 'absolute' in maxChange ? `+-${maxChange.absolute}` : `+-${maxChange.relative} of now`
}

/** What a limit is called: the title, or the parameter; the function where there is one. */
export function limitName({parameter, title, function: name}: Limit): string {
  return title ?? (name === undefined ? parameter : `${name}.${parameter}`)
}

/** An address by its head and tail, as a table has room for; any other text as it is. */
const short = (text: string): string => text.replace(/^(0x[\da-f]{4})[\da-f]{32}([\da-f]{4})$/i, '$1…$2')

function limitRow(limit: Limit): string[] {
  const {min = '-', max = '-', zero = 'as any', minDelay = '-'} = limit
  return [limitName(limit), changeText(limit), short(min), short(max), limit.fixed ? '-' : zero, minDelay]
}

function limitTable(limits: readonly Limit[]): string[] {
  const head = ['parameter', 'one change', 'min', 'max', 'zero', 'delay']
  const rows = limits.map(limitRow)
  const used = head.map((_, i) => i === 0 || rows.some((row) => !['-', 'as any'].includes(row[i] ?? '-')))
  const kept = (row: readonly string[]): string[] => row.filter((_, i) => used[i])
  return columns(kept(head), rows.map(kept))
}

/** What `plimsoll policy show` prints. */
export function policyScreen(policy: Policy): string {
  const {name, title, source, notes = [], evidence} = policy
  const wanted = [
    ...(evidence?.steps ?? []),
    ...Object.entries(evidence?.accept ?? {}).map(([criterion, text]) => `${criterion} ${text}`),
  ]
  return [
    style.strong(name),
    ...wrap(title, WIDTH),
    '',
    ...limitTable(policy.limits),
    '',
    ...definitions(
      [
        ['for', scopeOf(policy)],
        ...(wanted.length > 0 ? [['wants', wanted.join(', ')] as const] : []),
        ['source', source ?? 'none: this is a template, and every answer is CANNOT TELL'],
        ...notes.map((note) => ['note', note] as const),
      ],
      WIDTH,
    ),
  ].join('\n')
}

const DAY = 86_400
const whenOf = ({after, date}: PlannedStep): string => date ?? `${Math.round((after / DAY) * 100) / 100}`

function stepTable(steps: readonly PlannedStep[]): string[] {
  const [first] = steps
  const rows = steps.flatMap((step) =>
    step.changes.map(({asset, parameter, from, to}, i) => [
      i === 0 ? String(step.step) : '',
      i === 0 ? whenOf(step) : '',
      asset,
      parameter,
      from,
      to,
    ]),
  )
  return columns(
    ['step', first?.date === undefined ? 'day' : 'date', 'asset', 'parameter', 'from', 'to'],
    rows,
    [0, 1, 4, 5],
  )
}

/** What `plimsoll policy plan` prints. */
export function planScreen({verdict, policy, source, reasons, notes, steps}: Plan, out: string | undefined): string {
  const heading = {LADDER: style.good, 'NO LADDER': style.bad, 'CANNOT TELL': style.warn}[verdict](verdict)
  const count = steps.length === 1 ? '1 step' : `${steps.length} steps`
  const bullet = (text: string): string[] => wrap(text, WIDTH - 2).map((line, i) => (i === 0 ? '- ' : '  ') + line)
  return [
    verdict === 'LADDER' ? `${heading}: ${count} inside ${policy}` : `${heading} inside ${policy}`,
    ...reasons.flatMap(bullet),
    ...(steps.length > 0 ? ['', ...stepTable(steps), ''] : []),
    ...notes.flatMap(bullet),
    ...(source === undefined ? [] : definitions([['limits from', source]], WIDTH)),
    ...(out === undefined ? [] : [`written to ${out}: ${steps[0]?.file ?? ''} to ${steps.at(-1)?.file ?? ''}`]),
  ].join('\n')
}
