import {listAt, lookAt} from '../look.js'
import type {FileRule} from '../rule.js'
import {backtest, example, safe} from './examples.js'
import {venuesWithoutNonce} from './nonce-missing.js'

const CHANGE = '- asset: WETH\n  supplyCap: {from: 1m WETH, to: 2m WETH}'

/** What keeps a step from running, in words; undefined when the file has all that it needs. */
function lack(step: unknown, value: unknown, noNonce: boolean): string | undefined {
  if (step === 'backtest' && lookAt(value, ['backtest']) === undefined) return 'there is no `backtest:`'
  if (step === 'verify' && lookAt(value, ['governance']) === undefined) {
    return 'there is no `governance:`, and so no transaction to verify'
  }
  return (step === 'encode' || step === 'verify') && noNonce ? 'the Safe has no `nonce:`' : undefined
}

export const requireLacksInput: FileRule = {
  id: 'require-lacks-input',
  severity: 'error',
  summary: 'a required step lacks its input',
  rationale: 'The review would answer CANNOT TELL for everybody, whatever the numbers are.',
  failing: example(CHANGE, {rest: `${safe()}require: [check, backtest]\n`}),
  passing: example(CHANGE, {rest: `${safe()}${backtest()}require: [check, backtest]\n`}),
  checkFile({value, refused}) {
    const meant = (key: string): boolean => refused.some(([first, second]) => first === key && second === undefined)
    const noNonce = venuesWithoutNonce(value, refused).length > 0
    return listAt(value, ['require']).flatMap((step, index) => {
      if ((step === 'backtest' && meant('backtest')) || (step !== 'backtest' && meant('governance'))) return []
      const why = lack(step, value, noNonce)
      return why === undefined ? [] : [{path: ['require', index], message: `${String(step)} is required, but ${why}.`}]
    })
  },
}
