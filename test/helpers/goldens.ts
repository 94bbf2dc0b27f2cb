import {readFileSync} from 'node:fs'

/** A golden file, by name. */
export const golden = (name: string) => JSON.parse(readFileSync(`test/goldens/${name}.json`, 'utf8'))

/** Fails with calculated, expected and tolerance when `calculated` is not within `tolerance` of `expected`, relatively. */
export function expectRelative(calculated: number | undefined, expected: number, tolerance: number): void {
  const error =
    expected === 0 ? Math.abs(calculated ?? Number.NaN) : Math.abs((calculated ?? Number.NaN) / expected - 1)
  if (!(error <= tolerance)) {
    throw new Error(`calculated ${calculated ?? 'nothing'}, expected ${expected}, error ${error} > ${tolerance}`)
  }
}
