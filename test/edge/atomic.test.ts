import {existsSync, mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import path from 'node:path'

import {writeFileAtomic, writeFolderAtomic} from '../../src/edge/atomic.js'

const home = mkdtempSync(path.join(tmpdir(), 'plimsoll-atomic-'))
afterAll(() => {
  rmSync(home, {recursive: true})
})
const read = (file: string): string => readFileSync(file, 'utf8')
function* failing(): Generator<string> {
  yield 'half'
  throw new Error('disk full')
}

describe('writeFileAtomic', () => {
  it('makes folders, replaces, and leaves nothing beside', async () => {
    const file = path.join(home, 'a/b/file.txt')
    await writeFileAtomic(file, 'one')
    await writeFileAtomic(file, ['t', 'wo'])
    expect(read(file)).toBe('two')
    await writeFileAtomic(file, new Uint8Array([0x33]))
    expect(read(file)).toBe('3')
    expect(readdirSync(path.dirname(file))).toEqual(['file.txt'])
  })

  it('leaves the old content when writing fails', async () => {
    const file = path.join(home, 'c/file.txt')
    await writeFileAtomic(file, 'old')
    await expect(writeFileAtomic(file, failing())).rejects.toThrow('disk full')
    expect(read(file)).toBe('old')
    expect(readdirSync(path.dirname(file))).toEqual(['file.txt'])
  })

  it('lets one of many racing writers win when it may not replace', async () => {
    const file = path.join(home, 'd/file.txt')
    const results = await Promise.allSettled(
      ['1', '2', '3', '4', '5', '6', '7', '8'].map((text) => writeFileAtomic(file, text, {replace: false})),
    )
    expect(results.filter(({status}) => status === 'fulfilled')).toHaveLength(1)
    expect(results.find(({status}) => status === 'rejected')).toMatchObject({reason: {code: 'EDGE_FILE_EXISTS'}})
    expect(readdirSync(path.dirname(file))).toEqual(['file.txt'])
  })
})

describe('writeFolderAtomic', () => {
  it('writes all files, nested ones too', async () => {
    const folder = path.join(home, 'out')
    await writeFolderAtomic(folder, {'a.json': '{}', 'deep/b.txt': 'b'})
    expect(readdirSync(folder, {recursive: true}).sort()).toEqual(['a.json', 'deep', 'deep/b.txt'])
  })

  it('refuses a folder that exists, an empty one too, unless it may replace it', async () => {
    const folder = path.join(home, 'twice')
    await writeFolderAtomic(folder, {})
    await expect(writeFolderAtomic(folder, {'b.txt': 'b'})).rejects.toMatchObject({code: 'EDGE_FOLDER_EXISTS', exit: 2})
    expect(readdirSync(folder)).toEqual([])
    await writeFolderAtomic(folder, {'b.txt': 'b'}, {replace: true})
    await writeFolderAtomic(folder, {'b.txt': 'c'}, {replace: true})
    expect(readFileSync(path.join(folder, 'b.txt'), 'utf8')).toBe('c')
  })

  it('leaves no half-written folder, and the old one as it was', async () => {
    const folder = path.join(home, 'half')
    await expect(writeFolderAtomic(folder, {'a.txt': 'a', 'b.txt': failing()})).rejects.toThrow('disk full')
    expect(existsSync(folder)).toBe(false)
    await writeFolderAtomic(folder, {'a.txt': 'a'})
    await expect(writeFolderAtomic(folder, {'a.txt': failing()}, {replace: true})).rejects.toThrow('disk full')
    expect(readdirSync(folder)).toEqual(['a.txt'])
  })

  it('replaces nothing that it would not write itself', async () => {
    const folder = path.join(home, 'precious')
    await writeFolderAtomic(folder, {'keep.txt': 'k'})
    const replaced = writeFolderAtomic(folder, {'b.txt': 'b'}, {replace: true})
    await expect(replaced).rejects.toMatchObject({
      code: 'EDGE_NOT_REPLACEABLE',
      message: expect.stringContaining('keep.txt') as string,
    })
    expect(readdirSync(folder)).toEqual(['keep.txt'])
    const file = path.join(folder, 'keep.txt')
    await expect(writeFolderAtomic(file, {'b.txt': 'b'}, {replace: true})).rejects.toMatchObject({
      code: 'EDGE_NOT_REPLACEABLE',
    })
    await expect(writeFolderAtomic('', {})).rejects.toMatchObject({code: 'EDGE_NO_NAME'})
  })

  it('says that a place cannot be written', async () => {
    await expect(writeFolderAtomic('/proc/plimsoll', {'b.txt': 'b'})).rejects.toMatchObject({
      code: 'EDGE_UNWRITABLE',
      exit: 2,
    })
    await expect(writeFileAtomic('/proc/plimsoll/x', 'b')).rejects.toMatchObject({code: 'EDGE_UNWRITABLE'})
    expect(readdirSync(home).filter((name) => name.endsWith('.tmp'))).toEqual([])
  })

  it('writes nothing outside', async () => {
    await expect(writeFolderAtomic(path.join(home, 'jail'), {'../x.txt': 'x'})).rejects.toThrow('outside')
    expect(existsSync(path.join(home, 'x.txt'))).toBe(false)
  })
})
