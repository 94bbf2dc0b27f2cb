import {PlimsollError} from '../../errors.js'
import {nearest} from '../../nearest.js'
import {POSITION_FIELDS} from './positions-fields.js'

/** Where a field comes from, where that is not the column of its own name. */
export type FieldSource = {readonly column: string} | {readonly constant: string}

const NAMES = [...new Set(Object.values(POSITION_FIELDS).flatMap((fields) => fields.map(({name}) => name)))]

/**
 * Reads `--map id=vault,collateral_asset==ETH`: a field is a column of another name (`=`), or one text in every row (`==`).
 * @throws POSITIONS_MAP
 */
export function parsePositionsMap(text: string): ReadonlyMap<string, FieldSource> {
  const map = new Map<string, FieldSource>()
  for (const part of text.split(',')) {
    const [, name = '', relation = '', value = ''] = /^\s*(\w+)\s*(==?)\s*(.*?)\s*$/.exec(part) ?? []
    if (value === '') {
      throw new PlimsollError('POSITIONS_MAP', `\`${part.trim()}\` maps nothing: write \`field=column\`.`, {
        suggestions: ['For the same text in every row: `field==text`.'],
      })
    }
    if (!NAMES.includes(name)) {
      throw new PlimsollError('POSITIONS_MAP', `\`${name}\` is no field of a position: they are ${NAMES.join(', ')}.`, {
        suggestions: nearest(name, NAMES).map((near) => `Did you mean ${near}?`),
      })
    }
    if (map.has(name)) throw new PlimsollError('POSITIONS_MAP', `\`${name}\` is mapped twice.`)
    map.set(name, relation === '=' ? {column: value} : {constant: value})
  }
  return map
}
