import type {Deployment, ProtocolDefinition, ProtocolRequest} from '../../protocols/model.js'
import {PROTOCOLS} from '../../protocols/registry.js'
import {nearest} from '../../nearest.js'
import type {Choice} from './asker.js'
import type {DraftFlags} from './flags.js'
import type {Questions} from './questions.js'

/** Where a change takes place. */
export interface Place {
  readonly definition: ProtocolDefinition & {readonly drafting: NonNullable<ProtocolDefinition['drafting']>}
  readonly protocol: ProtocolRequest['protocol']
}

const DRAFTABLE = PROTOCOLS.filter((definition): definition is Place['definition'] => definition.drafting !== undefined)

/** Accepts the values of a list; another one is answered with the near ones. */
export function oneOf(values: readonly string[], what: string) {
  return (text: string): string | true => {
    if (values.includes(text)) return true
    const close = nearest(text, values)
    const hint =
      close.length > 0
        ? `did you mean ${close.join(' or ')}?`
        : values.length <= 10
          ? `there are ${values.join(', ')}.`
          : ''
    return `there is no ${what} \`${text}\`; ${hint}`.trim()
  }
}

/** Asks for the protocol, the deployment and the road. Undefined when something is missing. */
export async function askPlace(flags: DraftFlags, questions: Questions): Promise<Place | undefined> {
  const names = DRAFTABLE.map(({name}) => name)
  const protocols = DRAFTABLE.map(({name, title}) => ({value: name, description: title}))
  const name = await questions.need(
    '--protocol NAME',
    flags.protocol,
    (asker) => asker.pick('Protocol', protocols),
    draftable(names),
  )
  const definition = DRAFTABLE.find((known) => known.name === name)
  const deployments = definition?.drafting.deployments ?? []
  const deployment = await questions.need(
    '--deployment NAME',
    flags.deployment,
    (asker) => asker.pick('Deployment', deployments.map(choice)),
    definition
      ? oneOf(
          deployments.map((known) => known.name),
          'deployment',
        )
      : undefined,
  )
  const routes = definition ? routesOf(definition) : []
  const through = await questions.need(
    '--through ROUTE',
    flags.through,
    (asker) => asker.pick('Who makes the change', routes),
    definition
      ? oneOf(
          routes.map(({value}) => value),
          'road',
        )
      : undefined,
  )
  const found = deployments.find((known) => known.name === deployment)
  if (!definition || !found || through === undefined) return undefined
  const version = flags['protocol-version']
  const protocol = {
    name: definition.name,
    chain: found.chain,
    deployment: found.name,
    through,
    ...(version === undefined ? {} : {version}),
  }
  return {definition, protocol}
}

function draftable(names: readonly string[]) {
  return (text: string): string | true =>
    PROTOCOLS.some(({name, drafting}) => name === text && !drafting)
      ? `a proposal for ${text} contracts is written by hand: proposals/custom-perpetual-maintenance-margin.yaml is one.`
      : oneOf(names, 'protocol')(text)
}

const choice = ({name, chain}: Deployment): Choice => ({value: name, description: `on ${chain}`})

/** The roads of a protocol, as its schema has them: an enum whose description says `name: what. name: what.` */
function routesOf({protocolSchema}: ProtocolDefinition): Choice[] {
  const {through} = protocolSchema['properties'] as {through?: {enum?: readonly string[]; description?: string}}
  return (through?.enum ?? []).map((value) => {
    const description = new RegExp(`${value}: ([^.]*)\\.`).exec(through?.description ?? '')?.[1]
    return {value, ...(description === undefined ? {} : {description})}
  })
}
