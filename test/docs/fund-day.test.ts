import {readFileSync, writeFileSync} from 'node:fs'
import path from 'node:path'

import {ROOT, scratchFolder} from '../helpers/cli.js'
import {plimsoll} from '../helpers/run.js'

const PAGE = path.join(ROOT, 'docs/fund-day.md')
const folder = scratchFolder()

/** UPDATE_DOCS=1 writes the page anew. */
test('the page shows what its own proposal gives', async () => {
  const page = readFileSync(PAGE, 'utf8')
  const file = path.join(folder, 'october.yaml')
  writeFileSync(file, /```yaml\n([\s\S]*?)```/.exec(page)![1]!)
  const {stdout} = await plimsoll('fund', file, '--day', '2025-10-10')
  const shown = stdout.split('\n').slice(3).join('\n').trimEnd()
  const fresh = page.replace(/```text\n[\s\S]*?```/, () => `\`\`\`text\n${shown}\n\`\`\``)
  if (process.env['UPDATE_DOCS'] !== undefined) writeFileSync(PAGE, fresh)
  expect(readFileSync(PAGE, 'utf8')).toBe(fresh)
})
