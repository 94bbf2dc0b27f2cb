import {id} from 'ethers'
import {readdirSync, readFileSync} from 'node:fs'

import {knownError} from '../../src/evm/known-errors.js'

const FOLDER = 'test/fixtures/abi'
/** The errors of the contracts' own ABIs, as `name(types)`. */
const ERRORS = readdirSync(FOLDER).flatMap((file) =>
  (JSON.parse(readFileSync(`${FOLDER}/${file}`, 'utf8')) as string[]).flatMap((item) => {
    const [, name = '', list = ''] = /^error (\w+)\((.*)\)$/.exec(item) ?? []
    const types = list === '' ? [] : list.split(', ').map((argument) => argument.replace(/ .*$/, ''))
    return name === '' ? [] : [`${name}(${types.join(',')})`]
  }),
)

test('every error of the contracts that proposals call has its name', () => {
  expect(ERRORS.length).toBeGreaterThan(100)
  const unnamed = ERRORS.filter(
    (signature) => knownError(`${id(signature).slice(0, 10)}${'00'.repeat(32)}`) !== signature,
  )
  expect(unnamed).toEqual([])
})

test('what is not known has none', () => {
  expect(knownError(id('Nobody()').slice(0, 10))).toBeUndefined()
  expect(knownError('0x')).toBeUndefined()
})
