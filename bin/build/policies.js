// Writes src/generated/policies.ts: the policies that come with Plimsoll, from their YAML, so that the core reads no files.
import {mkdir, readdir, readFile, writeFile} from 'node:fs/promises'
import {parse} from 'yaml'

const FOLDER = 'src/check/policy/shipped'

/** Writes the shipped policies as data, in the order of their names; each file is named after its policy. */
export async function writePolicies() {
  const files = (await readdir(FOLDER)).filter((file) => file.endsWith('.yaml')).sort()
  const policies = await Promise.all(
    files.map(async (file) => {
      const policy = parse(await readFile(`${FOLDER}/${file}`, 'utf8'))
      if (`${policy.name}.yaml` !== file) throw new Error(`${FOLDER}/${file} holds the policy ${policy.name}`)
      return policy
    }),
  )
  const head =
    "// Written by bin/build/policies.js; do not edit.\nimport type {Policy} from '../check/policy/model.js'\n"
  await mkdir('src/generated', {recursive: true})
  await writeFile(
    'src/generated/policies.ts',
    `${head}\nexport const POLICIES: readonly Policy[] = ${JSON.stringify(policies)}\n`,
  )
}
