import type {ReadSetting} from '../settings.js'
import {isName, isNamed, wordsIn} from './asset-names.js'
import {DERIVED, namesOf} from './words.js'

/** What a piece of text is about: settings of the file, and their assets. */
export interface Scope {
  readonly settings: ReadonlySet<ReadSetting>
  readonly assets: ReadonlySet<string>
  /** Whether it speaks of what several settings make together: a buffer, a gap, a product. */
  readonly derives: boolean
}

/** Finds in a text what of the file it is about. */
export interface Finder {
  /** Where the file's parameters are named. */
  hits(text: string): {start: number; end: number}[]
  /** The assets that the text names and the settings that a part of it names; all of them, where it names none. */
  scope(text: string, part?: string): Scope
  /** Whether the text is about other assets of the market only. */
  isForeign(text: string): boolean
}

/** @param others symbols of the market that the file does not change */
export function finderFor(
  settings: readonly ReadSetting[],
  functions: ReadonlyMap<number, string>,
  others: readonly string[],
): Finder {
  const assets = [...new Set(settings.map(({asset}) => asset))].filter((asset) => asset !== '')
  const strangers = new Set(
    others.filter(
      (symbol) => /[A-Z]{2}/.test(symbol) && !assets.some((asset) => isName(symbol, asset) || isName(asset, symbol)),
    ),
  )
  const patterns = settings.map((setting) => {
    const name = functions.get(setting.index)
    return {setting, names: namesOf(setting, name === undefined ? [] : [name])}
  })
  const derives = settings.some(({role}) => role !== 'none' && role !== 'cap')
  let last = {text: '', assets: [] as string[]} // asked again and again about one sentence
  const namedAssets = (text: string): string[] => {
    if (last.text === text) return last.assets
    const words = [...new Set(wordsIn(text))]
    last = {text, assets: assets.filter((asset) => isNamed(text, words, asset))}
    return last.assets
  }
  return {
    hits(text) {
      const all = [...new Set(patterns.map(({names}) => names)), ...(derives ? [DERIVED] : [])]
      const found = all.flatMap((pattern) =>
        [...text.matchAll(pattern)].map(({index, 0: name}) => ({start: index, end: index + name.length})),
      )
      return found.sort((a, b) => a.start - b.start || b.end - a.end)
    },
    scope(text, part = text) {
      const named = namedAssets(text)
      const within = named.length > 0 ? named : assets
      const inAsset = patterns.filter(({setting}) => assets.length === 0 || within.includes(setting.asset))
      const isSaid = ({names}: (typeof patterns)[number]): boolean => part.search(names) !== -1
      // What only an asset has that goes by another name in the text is that asset's all the same.
      const inText = [inAsset, patterns].map((some) => some.filter(isSaid)).find(({length}) => length > 0) ?? []
      return {
        settings: new Set((inText.length > 0 ? inText : inAsset).map(({setting}) => setting)),
        assets: new Set([...within, ...inText.map(({setting}) => setting.asset)]),
        derives: part.search(DERIVED) !== -1 || inText.length > 1,
      }
    },
    isForeign(text) {
      return wordsIn(text).some((word) => strangers.has(word)) && namedAssets(text).length === 0
    },
  }
}
