import type {ParameterInfo, ProtocolDefinition} from './model.js'

/** A short proposal that a page ends with, and the calls that it is encoded as. */
export interface WorkedExample {
  /** YAML: the parts `protocol:`, `contracts:` and `changes:`. */
  readonly yaml: string
  readonly calls: readonly {
    readonly to: string
    readonly signature: string
    readonly title: string
    readonly data: string
  }[]
}

/** Text inside a table cell. */
const cell = (text: string): string => text.replaceAll('|', String.raw`\|`).replaceAll(/\s+/g, ' ')

function parameterRow({id, title, kind, unit, accepts, getter, event}: ParameterInfo): string {
  return `| \`${id}\` | ${[title, kind, unit, accepts].map(cell).join(' | ')} | \`${cell(getter)}\` | \`${cell(event)}\` |`
}

function routes({protocolSchema}: ProtocolDefinition): string[] {
  const properties = (protocolSchema['properties'] ?? {}) as Readonly<
    Record<string, {readonly description?: string; readonly enum?: readonly unknown[]}>
  >
  return Object.entries(properties).map(([name, {description = '', enum: known = []}]) => {
    const values = known.length === 0 ? '' : ` One of ${known.map((value) => `\`${String(value)}\``).join(', ')}.`
    return `- \`${name}\`: ${description}${values}`
  })
}

/** The page of a protocol, from its definition alone: what can be changed, in which units, within which bounds. */
export function protocolPage(definition: ProtocolDefinition, examples: readonly WorkedExample[]): string {
  const {name, title, parameters} = definition
  const packs = definition.together?.({protocol: {name, chain: 1, through: ''}, changes: []}) ?? []
  return [
    `# ${title}`,
    '',
    `Proposals name it \`${name}\`. Written from the registry by a test; \`UPDATE_DOCS=1 npm test -- test/protocols/docs\` writes it anew.`,
    '',
    '## What `protocol:` says',
    '',
    ...routes(definition),
    '',
    '## Parameters',
    '',
    '| parameter | what it is | kind | stored as | accepts | getter | event |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...parameters.map((parameter) => parameterRow(parameter)),
    '',
    ...parameters.map(({id, description, range}) => `- \`${id}\`: ${description} Outside its range: ${range.why}.`),
    '',
    ...(packs.length === 0
      ? []
      : [
          '## Set by one call',
          '',
          'Where one of these changes, the others must be there too, changed or kept:',
          '',
          ...packs.map((pack) => `- ${pack.map((id) => `\`${id}\``).join(', ')}`),
          '',
        ]),
    ...examples.flatMap(exampleLines),
  ].join('\n')
}

function exampleLines({yaml, calls}: WorkedExample): string[] {
  return [
    '## Worked example',
    '',
    '```yaml',
    yaml.trimEnd(),
    '```',
    '',
    ...calls.flatMap(({to, signature, title, data}, index) => [
      `${index + 1}. ${title}`,
      `   - \`${signature}\` on \`${to}\``,
      `   - \`${data}\``,
    ]),
    '',
  ]
}
