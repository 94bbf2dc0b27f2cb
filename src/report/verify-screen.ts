import type {VerifyResult} from '../verify/self-test.js'
import type {style} from './style.js'
import {verdictLines} from './verdict.js'
import {visible} from './visible.js'

type Style = Readonly<Record<keyof typeof style, (text: string) => string>>

/** The verdict, and below it what the self-test and the bundle came to. */
export function verifyScreen(result: VerifyResult, style: Style): string {
  const {file, digest, selfTest, bundle} = result
  const source = file === undefined || digest === undefined ? undefined : {file, digest}
  const missed = selfTest?.missed ?? []
  return [
    ...verdictLines(result, source, style),
    ...(selfTest
      ? [
          missed.length === 0
            ? style.good(`self-test   ${selfTest.mutants} changed copies, every one caught`)
            : style.bad(
                `self-test   ${missed.length} of ${selfTest.mutants} changed copies NOT caught: ${visible(missed.slice(0, 3).join('; '))}`,
              ),
        ]
      : []),
    ...(bundle === undefined ? [] : [`bundle      ${visible(bundle)}`]),
  ].join('\n')
}
