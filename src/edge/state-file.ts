import type {ValidateFunction} from 'ajv'

import {PlimsollError} from '../errors.js'
import {validateState} from '../generated/validators.js'
import type {ChainState} from '../protocols/state.js'
import {readWritten} from '../units/written.js'
import {writeFileAtomic} from './atomic.js'
import {readInput} from './read-input.js'

const MAX_BYTES = 4 * 1024 * 1024

/** Reads a state that `diff --save` wrote. @throws STATE_INVALID, and INPUT_* when the file cannot be read */
export async function loadState(file: string): Promise<ChainState> {
  const text = new TextDecoder().decode(await readInput(file, MAX_BYTES))
  const refuse = (why: string): PlimsollError =>
    new PlimsollError('STATE_INVALID', `this is not a saved state: ${why}.`, {
      place: {file},
      suggestions: [
        '`plimsoll diff FILE --rpc URL --save STATE.json` writes one; `plimsoll schema state` describes it.',
      ],
    })
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw refuse('it is not JSON')
  }
  const validate = validateState as ValidateFunction<ChainState>
  if (!validate(value)) {
    const [first] = validate.errors ?? []
    throw refuse(`${first?.instancePath || 'the whole'} ${first?.message ?? 'is invalid'}`)
  }
  for (const [deployment, assets] of Object.entries(value.deployments)) {
    for (const [asset, values] of Object.entries(assets)) {
      for (const [parameter, written] of Object.entries(values)) {
        if (['number', 'text'].includes(readWritten(written).kind))
          throw refuse(`${deployment} ${asset} ${parameter} is \`${written}\`, which has no unit`)
      }
    }
  }
  return value
}

/** Saves a state. @throws EDGE_FILE_EXISTS when the file is there and may not be replaced */
export async function saveState(file: string, state: ChainState, {replace}: {replace: boolean}): Promise<void> {
  await writeFileAtomic(file, `${JSON.stringify(state, undefined, 2)}\n`, {replace})
}
