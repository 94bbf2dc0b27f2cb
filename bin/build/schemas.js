import {Ajv} from 'ajv'
import standaloneCode from 'ajv/dist/standalone/index.js'
import addFormats from 'ajv-formats'
import {build} from 'esbuild'
import {compile} from 'json-schema-to-typescript'
import {execFileSync} from 'node:child_process'
import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {compactValidators} from './compact-validators.js'

/** Runs the composer on the registries, in a process of its own. */
async function compose() {
  const folder = await mkdtemp(join(tmpdir(), 'plimsoll-schemas-'))
  try {
    const outfile = join(folder, 'schemas.mjs')
    const require = "import {createRequire as __cr} from 'node:module';const require = __cr(import.meta.url)"
    await build({
      banner: {js: require},
      bundle: true,
      entryPoints: ['bin/build/schemas.ts'],
      format: 'esm',
      outfile,
      platform: 'node',
    })
    return JSON.parse(execFileSync(process.execPath, [outfile], {encoding: 'utf8', maxBuffer: 64 * 1024 * 1024}))
  } finally {
    await rm(folder, {force: true, recursive: true})
  }
}

/** What only editors read. */
const FOR_EDITORS = new Set(['defaultSnippets', 'examples'])
const WORDS = new Set(['description'])

/** The schema without what only editors read: nothing that decides whether a file is valid. */
function lean(schema) {
  if (Array.isArray(schema)) return schema.map(lean).filter((branch) => !(branch.if && isEmpty(branch.then)))
  if (typeof schema !== 'object' || schema === null) return schema
  const kept = Object.entries(schema).filter(([key]) => !FOR_EDITORS.has(key))
  return Object.fromEntries(kept.map(([key, value]) => [key, lean(value)]))
}

/** Whether a schema demands nothing of anything below it. */
function isEmpty(schema) {
  return Object.entries(schema ?? {}).every(
    ([key, value]) =>
      WORDS.has(key) ||
      (key === 'items' && isEmpty(value)) ||
      (key === 'properties' && Object.values(value).every(isEmpty)),
  )
}

/**
 * The schema with each kind of setting (`{from, to}`, `{keep}`) once, under `definitions`: some two hundred parameters share
 * a handful of spellings, and a validator of its own for each would be megabytes. Their descriptions stay in the JSON.
 */
function sharing(schema) {
  const definitions = {}
  const walk = (node) => {
    if (Array.isArray(node)) return node.map(walk)
    if (typeof node !== 'object' || node === null) return node
    const {to, keep, from, ...others} = node.properties ?? {}
    const isSetting = node.oneOf && to && keep && from && Object.keys(others).length === 0
    if (!isSetting && !isGoverned(node))
      return gathered(Object.fromEntries(Object.entries(node).map(([key, value]) => [key, walk(value)])))
    const shared = JSON.parse(JSON.stringify(node))
    for (const part of [shared, ...Object.values(shared.properties ?? {}), ...(isSetting ? [] : shared.anyOf)]) {
      delete part.description
      delete part.title
    }
    const key = JSON.stringify(shared)
    definitions[key] ??= {name: `setting${Object.keys(definitions).length + 1}`, shared}
    return {$ref: `#/definitions/${definitions[key].name}`}
  }
  const walked = walk(schema)
  const named = Object.values(definitions).map(({name, shared}) => [name, shared])
  return named.length === 0 ? walked : {...walked, definitions: {...walked.definitions, ...Object.fromEntries(named)}}
}

/** A parameter of an insurance layer: its value, `{from, to}` or `{keep}`. */
function isGoverned({anyOf}) {
  const [, change, kept] = anyOf ?? []
  return anyOf?.length === 3 && change.properties?.from && change.properties.to && kept.properties?.keep
}

/**
 * Properties of one kind of setting, checked by one pattern of their names instead of one by one: a function that asks for a
 * hundred properties in turn is too long for the type checker to follow. Their names stay, for messages.
 */
function gathered(node) {
  const properties = Object.entries(node.properties ?? {})
  const refs = [...new Set(properties.map(([, {$ref}]) => $ref).filter((ref) => ref !== undefined))]
  if (properties.length < 8 || node.additionalProperties !== false || refs.length === 0) return node
  const patternProperties = Object.fromEntries(
    refs.map(($ref) => {
      const names = properties.filter(([, property]) => property.$ref === $ref).map(([name]) => name)
      return [`^(${names.join('|')})$`, {$ref}]
    }),
  )
  const kept = properties.map(([name, property]) => [name, property.$ref === undefined ? property : true])
  return {...node, properties: Object.fromEntries(kept), patternProperties}
}

/** `validateProposal`. */
const validatorOf = (name) => `validate${name[0].toUpperCase()}${name.slice(1)}`

/** Large enough, as JSON, to be a function of its own. */
const LARGE = 2000

const SCHEMA_MAPS = ['properties', 'patternProperties', 'definitions']
const SCHEMAS = ['items', 'then', 'else']

/**
 * Large parts as functions of their own: only those that a file meets are compiled when it is checked. Alternatives stay
 * whole: which of them was meant is read from the paths of their errors.
 */
function apart(schema) {
  const parts = {}
  const part = (node) => {
    if (typeof node !== 'object' || JSON.stringify(node).length < LARGE) return node
    const name = `part${Object.keys(parts).length + 1}`
    parts[name] = {} // keeps the name from the parts inside
    parts[name] = walk(node)
    return {$ref: `#/definitions/${name}`}
  }
  const eachOf = (map) => Object.fromEntries(Object.entries(map).map(([key, value]) => [key, part(value)]))
  const walk = (node) => ({
    ...node,
    ...Object.fromEntries(SCHEMA_MAPS.filter((key) => node[key]).map((key) => [key, eachOf(node[key])])),
    ...(node.allOf ? {allOf: node.allOf.map(part)} : {}),
    ...Object.fromEntries(SCHEMAS.filter((key) => node[key]).map((key) => [key, part(node[key])])),
  })
  const root = walk(schema)
  return Object.keys(parts).length === 0 ? schema : {...root, definitions: {...root.definitions, ...parts}}
}

/** Compiles validators to plain code, so that no command pays for Ajv's own start-up. */
async function validators(schemas) {
  const ajv = new Ajv({
    allErrors: true,
    allowMatchingProperties: true,
    allowUnionTypes: true,
    code: {esm: true, source: true},
    inlineRefs: false,
    strict: true,
    strictRequired: false,
    strictTypes: false,
    verbose: true,
  })
  addFormats.default(ajv)
  const exports = {}
  for (const [name, schema] of Object.entries(schemas)) {
    ajv.addSchema(apart(sharing(schema)))
    exports[validatorOf(name)] = schema.$id
  }
  // Ajv leaves require() calls for its run-time helpers even in ESM output; esbuild folds them in.
  const {outputFiles} = await build({
    bundle: true,
    format: 'esm',
    legalComments: 'none',
    platform: 'node',
    stdin: {contents: compactValidators(standaloneCode.default(ajv, exports)), resolveDir: process.cwd()},
    write: false,
  })
  return outputFiles[0].text
}

/** A name from a registry, as any text: code that handles all of them does not know which there are. */
const text = ({description}) => ({type: 'string', description})

/** The schema as one plain type: what single protocols and venues add becomes optional. */
function flattened({allOf, properties, ...schema}) {
  const {protocol, ...others} = properties
  const {venue} = others.governance.items.properties
  const added = allOf.map((branch) => Object.entries(branch.then.properties.protocol.properties))
  const named = Object.fromEntries(added.flat().map(([name, property]) => [name, text(property)]))
  const items = {type: 'object', required: ['venue'], properties: {venue: text(venue)}, additionalProperties: true}
  return {
    ...schema,
    title: 'ProposalFile',
    properties: {
      ...others,
      protocol: {
        ...protocol,
        properties: {...named, name: text(protocol.properties.name), chain: protocol.properties.chain},
      },
      changes: {...others.changes, items: {type: 'object', additionalProperties: true}},
      governance: {...others.governance, items},
    },
  }
}

/** Writes src/generated: the schemas as JSON, their validators, and the TypeScript type of a proposal. */
export async function writeSchemas() {
  const schemas = await compose()
  const plain = lean(schemas)
  const note = '// Generated by bin/build/schemas.js; do not edit.\n'
  await mkdir('src/generated', {recursive: true})
  for (const [name, schema] of Object.entries(schemas)) {
    await writeFile(`src/generated/${name}.schema.json`, `${JSON.stringify(schema, undefined, 2)}\n`)
  }
  // Plain JavaScript behind a declaration: the type checker gives up on functions of this length, and on all that follows.
  await rm('src/generated/validators.ts', {force: true})
  await writeFile('src/generated/validators.js', `${note}${await validators(plain)}`)
  const declared = Object.keys(plain).map((name) => `export declare const ${validatorOf(name)}: unknown\n`)
  await writeFile('src/generated/validators.d.ts', `${note}${declared.join('')}`)
  const types = await compile(flattened(plain.proposal), 'ProposalFile', {
    additionalProperties: false,
    bannerComment: note,
    format: false,
    ignoreMinAndMaxItems: true,
  })
  await writeFile('src/generated/proposal.ts', types)
}
