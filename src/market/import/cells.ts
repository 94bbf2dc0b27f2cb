const PLAIN = /^[+-]?\d+(?:\.\d*)?(?:e[+-]?\d+)?$/i
const GROUPED = /^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/
const ABSENT = new Set(['', '-', 'nan', 'null', 'n/a', 'none'])

/** How exports write "no value". */
export const isAbsent = (cell: string): boolean => cell === '' || ABSENT.has(cell.toLowerCase())

/** A number as exports write it, thousands separators and a dollar sign allowed; NaN for anything else. */
export function parseNumber(cell: string): number {
  if (PLAIN.test(cell)) return Number(cell)
  const bare = cell.startsWith('$') ? cell.slice(1).trim() : cell
  if (GROUPED.test(bare)) return Number(bare.replaceAll(',', ''))
  return PLAIN.test(bare) ? Number(bare) : NaN
}

const ISO =
  /^(\d{4})[-/](\d{2})[-/](\d{2})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.0+)?)?\s*(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?)?$/i
/** CryptoDataDownload's older hourly files: `2020-03-12 05-PM`. */
const HOUR_12 = /^(\d{4})-(\d{2})-(\d{2}) (\d{2})-([AP]M)$/i
/** `Mar 12, 2020`, as aggregators' web tables are copied. */
const MONTH_NAME = /^([A-Z][a-z]{2})[a-z]* (\d{1,2}),? (\d{4})$/
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const EPOCH = /^\d{8,19}(?:\.\d*)?$/

/** How a column of times was written: stated in the output, because some of it is an assumption. */
export interface StampKinds {
  readonly epochUnits: Set<string>
  /** Dates and times without a zone: taken as UTC. */
  zoneless: number
}

export const stampKinds = (): StampKinds => ({epochUnits: new Set(), zoneless: 0})

/** Epoch seconds of a stamp (epoch in s, ms, us or ns by its size; or an unambiguous date), or NaN. Notes what it took it for. */
export function parseStamp(cell: string, kinds: StampKinds): number {
  if (EPOCH.test(cell)) return cell.length === 8 ? compactDate(cell, kinds) : epoch(Number(cell), kinds)
  const iso = ISO.exec(cell)
  if (iso) {
    const [, year, month, day, hour = '0', minute = '0', second = '0', zone] = iso
    const offset = zoneOffset(zone)
    if (zone === undefined) kinds.zoneless++
    const date = utc(Number(year), Number(month), Number(day))
    const [h, m, s] = [Number(hour), Number(minute), Number(second)]
    return h < 24 && m < 60 && s < 60 ? date + h * 3600 + m * 60 + s - offset : NaN
  }
  return rarer(cell, kinds)
}

function epoch(value: number, kinds: StampKinds): number {
  const [unit, perSecond] = epochUnit(value)
  kinds.epochUnits.add(unit)
  const seconds = value / perSecond
  return Number.isInteger(seconds) ? seconds : NaN
}

function epochUnit(value: number): [unit: string, perSecond: number] {
  if (value < 1e11) return ['s', 1]
  if (value < 1e14) return ['ms', 1e3]
  return value < 1e17 ? ['us', 1e6] : ['ns', 1e9]
}

function compactDate(cell: string, kinds: StampKinds): number {
  kinds.zoneless++
  return utc(Number(cell.slice(0, 4)), Number(cell.slice(4, 6)), Number(cell.slice(6)))
}

function rarer(cell: string, kinds: StampKinds): number {
  const half = HOUR_12.exec(cell)
  if (half) {
    kinds.zoneless++
    const hour = Number(half[4])
    if (hour < 1 || hour > 12) return NaN
    const shifted = (hour % 12) + (half[5]?.toUpperCase() === 'PM' ? 12 : 0)
    return utc(Number(half[1]), Number(half[2]), Number(half[3])) + shifted * 3600
  }
  const named = MONTH_NAME.exec(cell)
  if (!named) return NaN
  kinds.zoneless++
  return utc(Number(named[3]), MONTHS.indexOf(named[1] ?? '') + 1, Number(named[2]))
}

/** Epoch seconds of a day's start in UTC; NaN when there is no such day. */
function utc(year: number, month: number, day: number): number {
  const ms = Date.UTC(year, month - 1, day)
  const date = new Date(ms)
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? ms / 1000 : NaN
}

/** Seconds east of UTC. */
function zoneOffset(zone: string | undefined): number {
  if (zone === undefined || /^[a-z]/i.test(zone)) return 0
  const digits = zone.replace(':', '').slice(1)
  const seconds = Number(digits.slice(0, 2)) * 3600 + Number(digits.slice(2) || 0) * 60
  return zone.startsWith('-') ? -seconds : seconds
}
