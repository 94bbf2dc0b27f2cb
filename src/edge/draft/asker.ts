import chalk from 'chalk'

import {PlimsollError} from '../../errors.js'
import {below, fitQuestion, fold} from './layout.js'
import type {ValueQuestion} from './value-prompt.js'

export interface Choice {
  readonly value: string
  /** As it is listed [default: the value]. */
  readonly name?: string
  readonly description?: string
}

/** Somebody at a terminal who can be asked. */
export interface Asker {
  /** One of a list; a long list is searched by typing. */
  pick(message: string, choices: readonly Choice[], preferred?: string): Promise<string>
  /** At least one of a list. */
  pickSome(message: string, choices: readonly Choice[]): Promise<string[]>
  value(question: ValueQuestion): Promise<string>
  confirm(message: string, preferred: boolean): Promise<boolean>
  tell(line: string): void
}

/** Longer lists are searched. */
const SHORT = 7
/** As a shell reports a process that Ctrl-C ended. */
const INTERRUPTED = 130

const cancelled = (): PlimsollError =>
  new PlimsollError('DRAFT_CANCELLED', 'cancelled: nothing was written.', {exit: INTERRUPTED})

/** Asks with inquirer, which is loaded here and nowhere before. */
export async function createAsker(width: number, tell: (line: string) => void): Promise<Asker> {
  const [{default: inquirer}, {valuePrompt}] = await Promise.all([import('inquirer'), import('./value-prompt.js')])
  const ended = new AbortController()
  process.once('beforeExit', () => {
    ended.abort() // the input is closed: nobody will answer
  })
  // Between two questions (while a node is asked) the terminal sends the signal itself.
  process.once('SIGINT', () => {
    process.stderr.write(`plimsoll: ${cancelled().message}\n`)
    process.exit(INTERRUPTED)
  })
  const prompt = inquirer.createPromptModule({signal: ended.signal})
  prompt.registerPrompt('value', valuePrompt as never)

  async function ask<T>(type: string, message: string, question: object): Promise<T> {
    try {
      const questions = [{...question, message, name: 'answer', theme: themeFor(width), type}]
      const {answer} = await prompt(questions as never)
      return answer as T
    } catch (error) {
      const {name} = error as {name?: unknown}
      if (name !== 'ExitPromptError' && name !== 'AbortPromptError') throw error
      throw cancelled()
    }
  }
  const listed = ({description, name, value}: Choice) => ({
    value,
    name: name ?? value,
    short: name ?? value,
    ...(description === undefined ? {} : {description: below([description], width)}),
  })

  return {
    tell,
    async pick(message, choices, preferred) {
      const question = {default: preferred, loop: false, pageSize: SHORT}
      if (choices.length <= SHORT)
        return ask('select', fitQuestion(message, width), {...question, choices: choices.map(listed)})
      const source = (term: string | undefined) => matching(choices, term).map(listed)
      return ask('search', fitQuestion(message, width), {...question, source})
    },
    async pickSome(message, choices) {
      const question = {
        choices: choices.map(listed),
        loop: false,
        pageSize: SHORT,
        required: true,
        shortcuts: {all: null, invert: null},
      }
      return ask('checkbox', fitQuestion(message, width), question)
    },
    async value(question) {
      return ask('value', question.message, {...question, width})
    },
    async confirm(message, preferred) {
      return ask('confirm', fold(message, width - 10).join('\n  '), {default: preferred})
    },
  }
}

/** Names that begin with the term, then those that contain it. */
function matching(choices: readonly Choice[], term = ''): Choice[] {
  const wanted = term.trim().toLowerCase()
  const text = ({name, value}: Choice): string => (name ?? value).toLowerCase()
  const begins = choices.filter((choice) => text(choice).startsWith(wanted))
  return [...begins, ...choices.filter((choice) => !begins.includes(choice) && text(choice).includes(wanted))]
}

/** Inquirer's look in the house's colours, which follow NO_COLOR, and inside the width. */
function themeFor(width: number) {
  return {
    prefix: {idle: chalk.blue('?'), done: chalk.green('✔')},
    icon: {checked: chalk.green(' ◉'), unchecked: ' ◯', cursor: '❯'},
    style: {
      answer: (text: string) => chalk.cyan(text),
      defaultAnswer: (text: string) => chalk.dim(`(${text})`),
      description: (text: string) => chalk.dim(text),
      error: (text: string) => chalk.red(`> ${text}`),
      help: (text: string) => chalk.dim(text),
      highlight: (text: string) => chalk.cyan(text),
      keysHelpTip: (keys: [string, string][]) =>
        chalk.dim(fold(keys.map(([key, action]) => `${key} ${action}`).join(', '), width - 1).join('\n')),
      renderSelectedChoices: (choices: readonly {short: string}[]) =>
        `\n${below([choices.map(({short}) => short).join(', ')], width)}`,
      message: (text: string) => chalk.bold(text), // the status comes as a second argument
      searchTerm: (text: string) => chalk.cyan(text),
    },
  }
}
