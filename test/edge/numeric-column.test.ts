import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import path from 'node:path'

import {readNumericColumn} from '../../src/edge/numeric-column.js'

const home = mkdtempSync(path.join(tmpdir(), 'plimsoll-column-'))
afterAll(() => {
  rmSync(home, {recursive: true})
})
let count = 0
const fileWith = (text: string): string => {
  const file = path.join(home, `${count++}.csv`)
  writeFileSync(file, text)
  return file
}

test.each<[string, string, string, number[]]>([
  ['a header', 'r\n1\n-2.5\n', 'r', [1, -2.5]],
  ['none', '1\n2e-3\n', 'column 1', [1, 0.002]],
  ['dates before it', 'date,return\n2020-01-01,0.5\n2020-01-02,-.25\n', 'return', [0.5, -0.25]],
  ['another separator', 'day;x\nmon;1\ntue;2\n', 'x', [1, 2]],
  ['comments, blank lines, a byte-order mark and CRLF', '\uFEFF# note\r\nx\r\n\r\n1\r\n+2.\r\n', 'x', [1, 2]],
  ['a quoted header', '"loss, USD","kind"\n"3","a"\n', 'loss, USD', [3]],
])('reads the first numeric column, with %s', async (_, text, name, values) => {
  const column = await readNumericColumn(fileWith(text))
  expect(column.name).toBe(name)
  expect([...column.values]).toEqual(values)
})

test.each<[string, string, number, RegExp]>([
  ['a word', 'x\n1\nn/a\n', 3, /`n\/a`/],
  ['nothing', 'a,x\n1,2\n,3\n', 3, /nothing/],
  ['infinity', 'x\n1\nInfinity\n', 3, /Infinity/],
  ['a decimal comma', 'x\n1.5\n"1,5"\n', 3, /`1,5`/],
])('names the line that has %s for a number', async (_, text, line, message) => {
  await expect(readNumericColumn(fileWith(text))).rejects.toMatchObject({
    code: 'DATA_NO_NUMBERS',
    message: expect.stringMatching(message),
    place: {line},
  })
})

test.each<[string, string]>([
  ['only a header', 'a,b\n'],
  ['only words', 'a\nb\nc\n'],
])('refuses a file that is %s', async (_, text) => {
  await expect(readNumericColumn(fileWith(text))).rejects.toMatchObject({code: 'DATA_NO_NUMBERS'})
})

test('refuses what is missing, empty, a folder, or no CSV', async () => {
  await expect(readNumericColumn(path.join(home, 'none.csv'))).rejects.toMatchObject({
    code: 'DATA_UNREADABLE',
    message: expect.stringContaining('does not exist'),
  })
  await expect(readNumericColumn(fileWith(''))).rejects.toMatchObject({code: 'DATA_UNREADABLE'})
  await expect(readNumericColumn(home)).rejects.toMatchObject({code: 'DATA_UNREADABLE'})
  await expect(readNumericColumn(fileWith('x\n"1\n2\n'))).rejects.toMatchObject({code: 'DATA_UNREADABLE'})
})
