import type {ProtocolDefinition, ProtocolRequest} from '../../protocols/model.js'
import {settingsOf, type PlacedSetting} from '../../proposal/settings.js'
import {formatChange} from '../../units/change.js'
import {readWritten} from '../../units/written.js'

type Direction = 'Change' | 'Lower' | 'Raise'

interface Words {
  readonly asset: string
  readonly title: string
  readonly setting: PlacedSetting
}

function wordsOf(request: ProtocolRequest, {parameters}: ProtocolDefinition): Words[] {
  return request.changes.flatMap((change, index) =>
    settingsOf(change, ['changes', index]).map((setting) => ({
      asset: String(change['asset']),
      title: parameters.find(({id}) => id === setting.name)?.title ?? setting.name,
      setting,
    })),
  )
}

function directionOf({from, to}: PlacedSetting): Direction {
  const change = from === undefined || to === undefined ? undefined : formatChange(readWritten(from), readWritten(to))
  return change?.startsWith('-') ? 'Lower' : change?.startsWith('+') ? 'Raise' : 'Change'
}

const list = (words: readonly string[]): string =>
  words.length > 1 ? `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}` : (words[0] ?? '')

/** "Lower the WETH liquidation threshold on Aave v3 Ethereum". */
export function titleFor(request: ProtocolRequest, definition: ProtocolDefinition): string {
  const changed = wordsOf(request, definition).filter(({setting}) => setting.to !== undefined)
  const assets = [...new Set(changed.map(({asset}) => asset))]
  const directions = [...new Set(changed.map(({setting}) => directionOf(setting)))]
  const verb = directions.length === 1 ? (directions[0] ?? 'Change') : 'Change'
  const place = definition.describe(request)
  const what = list([...new Set(changed.map(({title}) => title))])
  const full = `${verb} the ${list(assets)} ${what} on ${place}`
  return full.length <= 120
    ? full
    : `Change ${changed.length} parameters of ${assets.length} assets on ${place}`.slice(0, 120)
}

const VERBS: Readonly<Record<Direction, string>> = {Change: 'Sets', Lower: 'Lowers', Raise: 'Raises'}

/** One sentence a setting, with the numbers as the file has them. */
export function summaryFor(request: ProtocolRequest, definition: ProtocolDefinition): string {
  const sentences = wordsOf(request, definition).map(({asset, title, setting}) => {
    const {from, to, keep} = setting
    if (to === undefined) return `The ${asset} ${title} stays at ${keep ?? ''}.`
    const start = from === undefined ? '' : ` from ${from}`
    return `${VERBS[directionOf(setting)]} the ${asset} ${title}${start} to ${to}.`
  })
  return `${sentences.join('\n')}\n`
}

/** `aave-v3-weth-liquidation-threshold.yaml`. */
export function fileNameFor(request: ProtocolRequest): string {
  const words = request.changes.flatMap((change, index) => {
    const changed = settingsOf(change, ['changes', index]).filter(({to}) => to !== undefined)
    return [String(change['asset']), ...changed.map(({name}) => name.replaceAll(/([a-z])([A-Z])/g, '$1-$2'))]
  })
  const slug = [request.protocol.name, ...words]
    .join('-')
    .toLowerCase()
    .replaceAll(/[^a-z\d]+/g, '-')
  return `${slug.slice(0, 80).replace(/-$/, '')}.yaml`
}
