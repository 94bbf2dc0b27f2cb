// The public record of Maker's ETH-B vaults and of hourly prices, read for the fit of the owner response.
import {readFileSync} from 'node:fs'
import {join} from 'node:path'

export const HOUR = 3600

export interface VaultEvent {
  readonly time: number
  readonly type: string
  readonly collateral: number
  readonly debt: number
}
export interface Vault {
  readonly id: string
  readonly collateral: number
  readonly debt: number
}
export interface Snapshot {
  readonly day: string
  readonly time: number
  readonly vaults: readonly Vault[]
}
export interface OwnerData {
  /** By vault, in time order. */
  readonly events: ReadonlyMap<string, readonly VaultEvent[]>
  readonly snapshots: readonly Snapshot[]
  readonly liquidations: readonly {readonly time: number; readonly vault: string; readonly debt: number}[]
  /** Epoch seconds of the first opening; openings hour by hour, the last known where a bar is missing. */
  readonly start: number
  readonly open: Float64Array
}

function rowsOf(folder: string, name: string): string[][] {
  const lines = readFileSync(join(folder, name), 'utf8').trim().split('\n').slice(1)
  return lines.map((line) => line.trim().split(','))
}

const seconds = (text = ''): number => Date.parse(text) / 1000

export function ownerData(folder: string): OwnerData {
  const events = new Map<string, VaultEvent[]>()
  for (const [time, , vault = '', type = '', collateral, debt] of rowsOf(folder, 'maker_ethb_events.csv')) {
    const list = events.get(vault) ?? []
    list.push({collateral: Number(collateral), debt: Number(debt), time: seconds(time), type})
    events.set(vault, list)
  }
  const byDay = new Map<string, Vault[]>()
  for (const [day = '', id = '', collateral, debt] of rowsOf(folder, 'maker_ethb_position_snapshots.csv')) {
    const list = byDay.get(day) ?? []
    list.push({collateral: Number(collateral), debt: Number(debt), id})
    byDay.set(day, list)
  }
  const prices = new Map(rowsOf(folder, 'ETH_1h_composite.csv').map(([time, open]) => [seconds(time), Number(open)]))
  const start = seconds('2020-10-15T00:00:00Z')
  const open = new Float64Array((seconds('2022-01-01T00:00:00Z') - start) / HOUR)
  for (let hour = 0; hour < open.length; hour++) {
    open[hour] = prices.get(start + hour * HOUR) ?? (open[hour - 1] as number)
  }
  return {
    events,
    liquidations: rowsOf(folder, 'maker_ethb_liquidations.csv').map(([time, , vault = '', , debt]) => ({
      debt: Number(debt),
      time: seconds(time),
      vault,
    })),
    open,
    snapshots: [...byDay].map(([day, vaults]) => ({day: day.slice(0, 10), time: seconds(day), vaults})),
    start,
  }
}
