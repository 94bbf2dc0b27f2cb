// Writes the JSON Schema of what every command answers under --json, from the type that its `run` returns. Run it with
// `npm run schemas` when such a type changes; the tests hold every example's answer against what is written.
import {mkdir, readFile, rm, writeFile} from 'node:fs/promises'
import {basename, dirname, join} from 'node:path'
import {format, resolveConfig} from 'prettier'
import {glob} from 'tinyglobby'
import {createGenerator} from 'ts-json-schema-generator'

const OUT = 'src/edge/result-schemas.json'

/** The schema of one command's answer; undefined for `schema`, whose answer is a schema. */
async function schemaOf(file) {
  const source = await readFile(file, 'utf8')
  const answer = /async run\(\): Promise<([^{]*)> \{/.exec(source)?.[1]
  if (answer === undefined) throw new Error(`${file}: its run() must say what it returns`)
  if (answer === 'object') return undefined
  // The generator starts from exported types: the command's imports and own types, with its answer exported.
  const imports = source.match(/^import [^;]*?from '.*'( with \{.*\})?$/gm) ?? []
  const types = source.match(/^(export )?(interface|type) [\s\S]*?^(\}|$)/gm) ?? []
  const beside = join(dirname(file), `answer-of-${basename(file)}`)
  await writeFile(beside, [...imports, ...types, `export type Answer = ${answer}`].join('\n'))
  try {
    const options = {path: beside, tsconfig: 'tsconfig.json', type: 'Answer', skipTypeCheck: true, topRef: false}
    return createGenerator({...options, jsDoc: 'extended'}).createSchema('Answer')
  } finally {
    await rm(beside)
  }
}

const files = (await glob('commands/**/*.ts')).sort()
const schemas = {}
for (const file of files) {
  const schema = await schemaOf(file)
  const id = file.slice('commands/'.length, -'.ts'.length).replaceAll('/', '-')
  if (schema) schemas[`${id}-result`] = {...schema, title: `Answer of plimsoll ${id.replaceAll('-', ' ')} --json`}
}
await mkdir(dirname(OUT), {recursive: true})
const options = await resolveConfig(OUT)
await writeFile(OUT, await format(JSON.stringify(schemas), {...options, filepath: OUT}))
