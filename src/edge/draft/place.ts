import {PlimsollError} from '../../errors.js'
import {CHAINS} from '../../protocols/chains.js'
import type {Change, Deployment, NamedContract, ProtocolDefinition, ProtocolRequest} from '../../protocols/model.js'
import {PROTOCOLS} from '../../protocols/registry.js'
import {nearest} from '../../nearest.js'
import type {Choice} from './asker.js'
import type {DraftFlags} from './flags.js'
import {givenContracts} from './given-contracts.js'
import type {Questions} from './questions.js'

/** Where a change takes place. */
export interface Place {
  readonly definition: ProtocolDefinition & {readonly drafting: NonNullable<ProtocolDefinition['drafting']>}
  readonly protocol: ProtocolRequest['protocol']
  /** What the proposal brings along, by name. */
  readonly contracts: Readonly<Record<string, NamedContract>>
}

/** What is known of a proposal so far; `contracts:` only where there are any. */
export const requestOf = ({protocol, contracts}: Place, changes: readonly Change[] = []): ProtocolRequest => ({
  protocol,
  ...(Object.keys(contracts).length > 0 && {contracts}),
  changes,
})

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
  const market = await askMarket(flags, questions, definition)
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
  const underlying = await askUnderlying(flags, questions, definition)
  if (!definition || !market || through === undefined || underlying === undefined) return undefined
  const version = flags['protocol-version']
  const protocol = {
    name: definition.name,
    chain: market.chain,
    deployment: market.name,
    ...(underlying === '' ? {} : {underlying}),
    through,
    ...(version === undefined ? {} : {version}),
  }
  return {definition, protocol, contracts: givenContracts(flags)}
}

type Market = Pick<Deployment, 'chain' | 'name'>

/** One of the deployments of a protocol; where each proposal brings its own along, its name and its chain. */
async function askMarket(
  flags: DraftFlags,
  questions: Questions,
  definition: Place['definition'] | undefined,
): Promise<Market | undefined> {
  const deployments = definition?.drafting.deployments ?? []
  const own = definition !== undefined && deployments.length === 0
  const names = deployments.map(({name}) => name)
  const name = await questions.need(
    '--deployment NAME',
    flags.deployment,
    (asker) => (own ? asker.value(freeName(definition)) : asker.pick('Deployment', deployments.map(choice))),
    own || !definition ? undefined : oneOf(names, 'deployment'),
  )
  if (own) {
    const chains = Object.keys(CHAINS)
    const chain = await questions.need(
      '--chain NAME',
      flags.chain,
      (asker) =>
        asker.pick(
          'Chain',
          chains.map((value) => ({value})),
        ),
      oneOf(chains, 'chain'),
    )
    return name === undefined || chain === undefined ? undefined : {name, chain}
  }
  const found = deployments.find((known) => known.name === name)
  if (found && flags.chain !== undefined && flags.chain !== found.chain)
    throw new PlimsollError('DRAFT_BAD_FLAG', `--chain: ${found.name} is on ${found.chain}, not on ${flags.chain}.`)
  return found
}

const propertyOf = ({protocolSchema}: ProtocolDefinition, name: string): {description?: string} | undefined =>
  (protocolSchema['properties'] as Readonly<Record<string, {description?: string}>>)[name]

const freeName = (definition: ProtocolDefinition) => ({
  message: 'Deployment',
  hint: () => [propertyOf(definition, 'deployment')?.description ?? ''],
  validate: (text: string) => text !== '' || 'it needs a name.',
})

/** The token that a vault holds, where the protocol has vaults; empty where it has none. */
async function askUnderlying(
  flags: DraftFlags,
  questions: Questions,
  definition: ProtocolDefinition | undefined,
): Promise<string | undefined> {
  const property = definition && propertyOf(definition, 'underlying')
  if (!property) return flags.underlying ?? ''
  const question = {
    message: 'Token that the vault holds',
    hint: () => [property.description ?? ''],
    validate: (text: string) => text !== '' || 'it needs a symbol.',
  }
  return questions.need('--underlying SYMBOL', flags.underlying, (asker) => asker.value(question), question.validate)
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
