import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import path from 'node:path'

import {readForecasts} from '../../src/edge/forecasts.js'

const home = mkdtempSync(path.join(tmpdir(), 'plimsoll-forecasts-'))
const file = path.join(home, 'forecasts.csv')
afterAll(() => {
  rmSync(home, {recursive: true})
})

function read(text: string) {
  writeFileSync(file, text)
  return readForecasts(file)
}

test('columns by name, in any order and case, others passed over', async () => {
  const forecasts = await read(
    '# mine\nDate,VaR, ES ,Return\n2024-01-01,-0.03,-0.04,0.01\n\n2024-01-02,-3e-2,-.05,-0.02\n',
  )
  expect([...forecasts.returns]).toEqual([0.01, -0.02])
  expect([...forecasts.var]).toEqual([-0.03, -0.03])
  expect([...forecasts.es!]).toEqual([-0.04, -0.05])
  expect([forecasts.sigma, forecasts.pit]).toEqual([undefined, undefined])
})

test('the digest is of the figures, not of how they are written', async () => {
  const a = await read('return,var\n0.01,-0.03\n')
  const b = await read('\uFEFFvar;return\r\n"-3e-2";+0.010\r\n')
  const c = await read('return,var\n0.01,-0.031\n')
  expect(a.digest).toMatch(/^[0-9a-f]{64}$/)
  expect(b.digest).toBe(a.digest)
  expect(c.digest).not.toBe(a.digest)
})

test('more rows than the first block holds', async () => {
  const rows = Array.from({length: 5000}, (_, i) => `${i},-0.5`)
  const {returns} = await read(`return,var\n${rows.join('\n')}`)
  expect(returns).toHaveLength(5000)
  expect(returns[4999]).toBe(4999)
})

test('bad rows are named by line, the first five of them', async () => {
  const rows = ['0.01,-0.03', 'x,-0.03', '0.01', '0.01,-3%', '0x10,-0.03', 'NaN,-0.03', '1e999,-0.03', '0.02,-0.03']
  const error: unknown = await read(`return,var\n${rows.join('\n')}\n`).catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({code: 'FORECASTS_ROWS', place: {file, line: 3}, exit: 2})
  const {message} = error as Error
  for (const part of ['6 rows', ':3 return is `x`', ':4 var is missing', ':5 var is `-3%`', 'and 1 more']) {
    expect(message).toContain(part)
  }
})

test.each([
  ['', 'DATA_UNREADABLE'],
  ['return,value\n1,2\n', 'FORECASTS_HEADER'],
  ['0.01,-0.03\n', 'FORECASTS_HEADER'],
  ['return,var\n', 'FORECASTS_HEADER'],
])('%j is refused', async (text, code) => {
  await expect(read(text)).rejects.toMatchObject({code})
})

test('no such file', async () => {
  await expect(readForecasts(path.join(home, 'none.csv'))).rejects.toMatchObject({code: 'DATA_UNREADABLE', exit: 2})
})
