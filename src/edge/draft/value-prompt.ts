import {createPrompt, isEnterKey, isTabKey, makeTheme, useKeypress, usePrefix, useState} from '@inquirer/core'

import {ANSWER, below, fitAnswer, fitQuestion} from './layout.js'

/** A question for a text whose meaning is shown below it while it is typed. */
export interface ValueQuestion {
  readonly message: string
  readonly default?: string | undefined
  /** Lines to show below what has been typed so far; the default when nothing has. */
  readonly hint: (typed: string) => readonly string[]
  /** True, or why the text cannot be taken. */
  readonly validate: (text: string) => string | true
  /** What stands behind the answer once it is given. */
  readonly after?: (text: string) => string | undefined
}

interface Config extends ValueQuestion {
  readonly width: number
  readonly theme?: Parameters<typeof makeTheme>[0]
}

/** Inquirer's `input`, with lines below that follow what is typed. */
export const valuePrompt = createPrompt<string, Config>((config, done) => {
  const theme = makeTheme(config.theme)
  const [status, setStatus] = useState<'done' | 'idle'>('idle')
  const [value, setValue] = useState('')
  const [refusal, setRefusal] = useState<string | undefined>()
  const prefix = usePrefix({status, theme})
  const given = config.default ?? ''

  useKeypress((key, rl) => {
    if (status === 'done') return
    if (isEnterKey(key)) {
      const answer = (value.trim() || given).trim()
      const verdict = config.validate(answer)
      if (verdict === true) {
        setValue(answer)
        setStatus('done')
        done(answer)
      } else {
        rl.write(value) // readline has cleared the line
        setRefusal(verdict)
      }
    } else if (isTabKey(key)) {
      rl.clearLine(0)
      rl.write(value || given)
      setValue(value || given)
    } else {
      setValue(rl.line)
      setRefusal(undefined)
    }
  })

  if (status === 'done') {
    const after = config.after?.(value)
    const fitted = fitAnswer(config.message, value, config.width)
    const line = `${prefix} ${theme.style.message(fitted.message, status)} ${theme.style.answer(fitted.answer)}`
    return after === undefined ? line : `${line}\n${theme.style.help(below([after], config.width))}`
  }
  const message = theme.style.message(fitQuestion(config.message, config.width), status)
  const short = given.length <= ANSWER
  const shown = value === '' && given !== '' && short ? `${theme.style.defaultAnswer(given)} ` : ''
  const offered = value === '' && !short ? [`Enter takes: ${given}`] : []
  const hint = below([...offered, ...config.hint(value || given)], config.width)
  const wrong = refusal === undefined ? [] : [theme.style.error(below([refusal], config.width).slice(2))]
  return [
    `${prefix} ${message} ${shown}${value}`,
    [...(hint === '' ? [] : [theme.style.help(hint)]), ...wrong].join('\n'),
  ]
})
