import {readFileSync, writeFileSync} from 'node:fs'
import path from 'node:path'

import {RULE_TEXTS} from '../../src/check/rules.js'
import {rulesPage} from '../../src/report/rules.js'
import {ROOT} from '../helpers/cli.js'

const file = path.join(ROOT, 'docs/rules.md')

it('docs/rules.md says what the rules say: UPDATE_DOCS=1 npm test -- test/check/docs writes it', () => {
  const page = rulesPage(RULE_TEXTS)
  if (process.env['UPDATE_DOCS'] === '1') writeFileSync(file, page)
  expect(readFileSync(file, 'utf8')).toBe(page)
})
