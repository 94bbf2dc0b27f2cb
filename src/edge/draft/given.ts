import {PlimsollError} from '../../errors.js'

/** What flags say about one parameter of one asset, or about something else that its change says. */
export interface GivenSetting {
  /** What is no parameter: the id of a market. */
  is?: string
  to?: string
  from?: string
  keep?: string
}

/** By asset, then by parameter. */
export type Given = ReadonlyMap<string, ReadonlyMap<string, GivenSetting>>

const SETTING = /^(?:(?<asset>[^=]+)\.)?(?<parameter>[A-Za-z]\w*)=(?<value>\S.*)$/

/**
 * Sorts `--about`, `--set`, `--from` and `--keep` by asset and parameter.
 * @throws DRAFT_BAD_FLAG for one that is not `[ASSET.]PARAMETER=VALUE`, is given twice, or leaves open which asset it means
 */
export function givenSettings(flags: {
  readonly asset?: readonly string[] | undefined
  readonly about?: readonly string[] | undefined
  readonly set?: readonly string[] | undefined
  readonly from?: readonly string[] | undefined
  readonly keep?: readonly string[] | undefined
}): Given {
  const given = new Map<string, Map<string, GivenSetting>>((flags.asset ?? []).map((asset) => [asset, new Map()]))
  const put = (flag: 'about' | 'from' | 'keep' | 'set', text: string): void => {
    const {asset, parameter, value} = parse(`--${flag}`, text, flags.asset ?? [])
    const settings = given.get(asset) ?? new Map<string, GivenSetting>()
    given.set(asset, settings)
    const setting = settings.get(parameter) ?? {}
    settings.set(parameter, setting)
    const key = ({about: 'is', from: 'from', keep: 'keep', set: 'to'} as const)[flag]
    if (setting[key] !== undefined)
      throw new PlimsollError('DRAFT_BAD_FLAG', `--${flag} gives ${asset}.${parameter} twice.`)
    setting[key] = value
    if (setting.keep !== undefined && (setting.to !== undefined || setting.from !== undefined))
      throw new PlimsollError('DRAFT_BAD_FLAG', `${asset}.${parameter} is both kept and changed.`)
  }
  for (const flag of ['about', 'set', 'from', 'keep'] as const) for (const text of flags[flag] ?? []) put(flag, text)
  return given
}

function parse(
  flag: string,
  text: string,
  assets: readonly string[],
): {asset: string; parameter: string; value: string} {
  const groups = SETTING.exec(text)?.groups
  if (!groups) {
    throw new PlimsollError(
      'DRAFT_BAD_FLAG',
      `${flag} \`${text}\`: write it as in ${flag} ltv=80% or ${flag} WETH.ltv=80%.`,
    )
  }
  const {asset = assets.length === 1 ? assets[0] : undefined, parameter = '', value = ''} = groups
  if (asset !== undefined) return {asset, parameter, value: value.trim()}
  throw new PlimsollError('DRAFT_BAD_FLAG', `${flag} \`${text}\` does not say of which asset.`, {
    suggestions: [`Write ${flag} WETH.${text}, or name one asset with --asset.`],
  })
}
