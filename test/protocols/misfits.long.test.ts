import {PlimsollError} from '../../src/errors.js'
import {SCOPES} from '../helpers/encoders/all.js'
import {parameterOf, requestOf, unitsOf, type Scope} from '../helpers/encoders/scope.js'
import {randomOf} from '../helpers/encoders/texts.js'

// Every parameter of every protocol: a value that the contract cannot hold is refused with the nearest ones that it can,
// which are the nearest, and encode.

type Setter = (typeof SCOPES)[number][0]
interface Case {
  readonly name: string
  readonly setter: Setter
  readonly scope: Scope
  readonly id: string
}

const CASES = SCOPES.flatMap(([setter, scopes]) =>
  scopes.flatMap((scope) =>
    Object.keys(scope.kinds).map((id): Case => ({name: `${setter.name} ${id}`, setter, scope, id})),
  ),
)

/** The settings that go with one of them in a call, each with a value that fits. */
function settingsWith({scope, id}: Case, text: string) {
  const random = randomOf(3)
  const pack = scope.packs?.find((ids) => ids.includes(id)) ?? [id]
  return pack.map((other) => {
    const kind = scope.kinds[other]!
    // The least of what goes with it is in nobody's way, a liquidation LTV apart.
    const units = /^(liquidation(LTV|Threshold)|max|high)/.test(parameterOf(other)) ? kind.max : kind.min
    return [other, {to: other === id ? text : kind.spell(units, random)}] as const
  })
}

/** Where releases differ, one of them is said. */
function said(scope: Scope): Scope {
  const version = scope.versions?.find((known) => known !== undefined)
  return version === undefined ? scope : {...scope, protocol: {...scope.protocol, version}}
}

const calls = (of: Case, text: string): unknown => of.setter.calls(requestOf(said(of.scope), settingsWith(of, text)))

function refusal(of: Case, text: string): PlimsollError {
  try {
    calls(of, text)
  } catch (error) {
    if (error instanceof PlimsollError) return error
    throw error
  }
  throw new Error(`${of.name}: ${text} was encoded`)
}

/** Whether a text encodes, as far as its own value goes. */
function fits(of: Case, text: string): boolean {
  try {
    calls(of, text)
    return true
  } catch (error) {
    return error instanceof PlimsollError && /WOULD_REVERT|NOT_FOR_STEWARD/.test(error.code)
  }
}

/** As people read it, `1,800,000 WETH`, as a file has it. */
const inFile = (shown: string): string => shown.replaceAll(',', '_')

test('every value between two that fit: the two are named, they encode, and nothing lies between', () => {
  const random = randomOf(11)
  let tried = 0
  for (const of of CASES) {
    const kind = of.scope.kinds[of.id]!
    if (!kind.halfway) continue
    for (let round = 0; round < 5; round++) {
      const units = unitsOf(kind, random)
      if (units < 0n || units + kind.step > kind.max) continue
      const asked = kind.halfway(units)
      const {code, message} = refusal(of, asked)
      const [, below = '', above = ''] = /the nearest that fit are (.+) and (.+)\.$/.exec(message) ?? []
      expect([of.name, asked, code, fits(of, inFile(below)), fits(of, inFile(above))]).toEqual([
        of.name,
        asked,
        expect.stringMatching(/^UNITS_/),
        true,
        true,
      ])
      const wanted = [units, units + kind.step].map((near) => kind.raw(kind.spell(near, random)))
      // What 16 bits hold is not evenly spaced: it has a test of its own.
      if (!/Cap$/.test(of.id) || of.setter.name !== 'euler-v2')
        expect([of.name, kind.raw(inFile(below)), kind.raw(inFile(above))]).toEqual([of.name, ...wanted])
      tried++
    }
  }
  expect(tried).toBeGreaterThan(600)
})

test('every value beyond the ends: the end is named, and it encodes', () => {
  const random = randomOf(12)
  let tried = 0
  for (const of of CASES) {
    const kind = of.scope.kinds[of.id]!
    if (!kind.halfway) continue
    const above = kind.spell(kind.max + kind.step, random)
    const isTime = /s$/.test(kind.halfway(0n)) && kind.halfway(0n) === '0.5s'
    const beyond = [...(fits(of, above) ? [] : [above]), ...(isTime ? [] : [`-${kind.spell(kind.step, random)}`])]
    for (const asked of beyond) {
      const {code, message} = refusal(of, asked)
      if (/WOULD_REVERT|NOT_FOR_STEWARD/.test(code)) continue
      const [, fit, written] = /(?:the nearest that fits is (.+)|at most `(.+)` can be written)\.$/.exec(message) ?? []
      // 256 bits of seconds are more than a file can say.
      const wanted = written === undefined ? 'UNITS_DOES_NOT_FIT' : 'UNITS_NOT_A_DURATION'
      expect([of.name, asked, message, code, fits(of, inFile(fit ?? written ?? ''))]).toEqual([
        of.name,
        asked,
        message,
        wanted,
        true,
      ])
      tried++
    }
  }
  expect(tried).toBeGreaterThan(250)
})
