const FAILED = `function failed(errors, instancePath, schemaPath, keyword, params, message, schema, parentSchema, data) {
  const error = {instancePath, schemaPath, keyword, params, message, schema, parentSchema, data}
  if (errors === null) return [error]
  errors.push(error)
  return errors
}
`
const PUSHED = new RegExp(
  [
    String.raw`const (err\d+) = \{instancePath(?::(?<path>.*?))?,schemaPath:(?<schemaPath>.*?),keyword:(?<keyword>"\w+"),`,
    String.raw`params:(?<params>\{.*?\}),message:(?<message>.*?),schema:(?<schema>.*?),parentSchema:(?<parent>.*?),`,
    String.raw`data(?::(?<data>\w+))?\};if\(vErrors === null\)\{vErrors = \[\1\];\}else \{vErrors\.push\(\1\);\}`,
  ].join(''),
  'g',
)
const DECLARED = /const (schema\d+) = (?=\{)/g

/** End of the JSON object that starts at `from`. */
function endOfObject(text, from) {
  let depth = 0
  let inString = false
  for (let at = from; ; at++) {
    const character = text[at]
    if (inString && character === '\\') at++
    else if (character === '"') inString = !inString
    else if (!inString && character === '{') depth++
    else if (!inString && character === '}' && --depth === 0) return at + 1
  }
}

/** Where each object of a schema stands, by its JSON. */
function placesIn(node, place, places) {
  if (typeof node !== 'object' || node === null) return
  const json = JSON.stringify(node)
  if (!places.has(json)) places.set(json, place)
  for (const [key, value] of Object.entries(node)) placesIn(value, `${place}[${JSON.stringify(key)}]`, places)
}

/** Declarations of schemas: whole ones as JSON, which is read faster than code; their parts by reference, not twice. */
function declarations(schemas) {
  const places = new Map()
  const whole = schemas.filter(({value}) => '$id' in value)
  for (const {name, value} of whole) placesIn(value, name, places)
  const declared = whole.map(({json, name}) => `const ${name} = JSON.parse(${JSON.stringify(json)});`)
  const parts = schemas.filter(({value}) => !('$id' in value))
  return [
    ...declared,
    ...parts.map(({json, name, value}) => `const ${name} = ${places.get(JSON.stringify(value)) ?? json};`),
  ]
}

function pushed(...match) {
  const {path = 'instancePath', schemaPath, keyword, params, message, schema, parent, data = 'data'} = match.at(-1)
  const given = [path, schemaPath, keyword, params, message, schema, parent, data]
  return `vErrors = failed(vErrors,${given.join(',')});`
}

/** Ajv's code with what it repeats said once: less for a command to read before it starts. What it does stays the same. */
export function compactValidators(code) {
  const schemas = []
  let rest = ''
  let end = 0
  for (const {0: head, 1: name, index} of code.matchAll(DECLARED)) {
    const from = index + head.length
    const to = endOfObject(code, from)
    const json = code.slice(from, to)
    schemas.push({json, name, value: JSON.parse(json)})
    rest += code.slice(end, index)
    end = to + 1
  }
  const body = (rest + code.slice(end)).replaceAll(PUSHED, pushed)
  return `${FAILED}${declarations(schemas).join('\n')}\n${body}`
}
