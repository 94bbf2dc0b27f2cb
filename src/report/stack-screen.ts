import {formatDuration} from '../units/duration.js'
import type {StackLayer, StackReport} from './stack-report.js'
import {style} from './style.js'
import {wrap} from './text.js'
import {visible} from './visible.js'

const WIDTH = 80
const DURATIONS = ['cooldown', 'delay', 'period', 'window']

const told = (text: string, indent = ''): string[] =>
  wrap(visible(text), WIDTH - indent.length).map((line) => indent + line)

/** The layers of a stack: terms, what changes, and what can go wrong. */
export function stackScreen({file, preset, proposalDigest, sides, title}: StackReport): string {
  const [before, after] = ['before', 'after'].map((name) => sides.find(({side}) => side === name)?.layers ?? [])
  const gone = (before ?? []).filter(({name}) => after?.every((layer) => layer.name !== name))
  return [
    style.strong(visible(title)),
    style.faint(visible(file)),
    style.faint(`sha256 ${proposalDigest}`),
    ...(preset === undefined
      ? []
      : [
          '',
          ...told(`the stack of ${preset.title}`),
          ...told(`source: ${preset.source}`, '  '),
          ...preset.simplified.flatMap((note) => told(`simpler than it: ${note}`, '  ')),
        ]),
    ...(after ?? []).flatMap((layer, k) => [
      '',
      ...explained(
        layer,
        k,
        before?.find(({name}) => name === layer.name),
      ),
    ]),
    ...gone.map(({kind, name}) => style.warn(`gone after the change: ${visible(name)} (${kind})`)),
  ].join('\n')
}

function explained(layer: StackLayer, k: number, before: StackLayer | undefined): string[] {
  const {degenerate, kind, name, risks, terms} = layer
  const called = name === kind ? visible(name) : `${visible(name)} (${kind})`
  const listed = Object.entries(terms).map(([key, value]) => {
    const was = before?.terms[key]
    return `${key} ${was === undefined || was === value ? '' : `${text(key, was)} -> `}${text(key, value)}`
  })
  return [
    style.strong(`${k + 1}. ${called}${before === undefined ? ', new' : ''}`),
    ...(listed.length === 0 ? [] : told(listed.join('; '), '   ')),
    ...(degenerate === undefined ? [] : told(degenerate, '   ').map((line) => style.warn(line))),
    ...risks.flatMap((risk) => told(`- ${risk}`, '   ')).map((line) => style.faint(line)),
  ]
}

function text(key: string, value: number | string): string {
  if (typeof value === 'string') return value
  if (DURATIONS.includes(key)) return formatDuration(value)
  return value.toLocaleString('en-US', {maximumFractionDigits: 6})
}
