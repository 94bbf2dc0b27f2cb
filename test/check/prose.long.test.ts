import {changedDigits, checkForum, loadForums, proposalOf, withDigit, type Forum} from '../helpers/forum.js'

const FORUMS = loadForums()

describe.each(FORUMS.map((forum) => [forum.file, forum] as const))('%s', (_file, forum) => {
  it('raises no false alarm', () => {
    const lines = proposalOf(forum).split('\n')
    const alarms = checkForum(forum).map(({line, rule, message}) => `${rule}: ${message} | ${lines[line - 1] ?? ''}`)
    expect(alarms).toEqual([])
  })
})

/** One other digit for each place, spread over all of them; `npm run bench -- --only check` tries every one. */
const otherDigit = (digit: string | undefined, at: number): number => (Number(digit) + 1 + (at % 9)) % 10

function missed(
  part: 'head' | 'text',
  offsets: (forum: Forum) => readonly number[],
): {tried: number; missed: string[]} {
  const mutants = FORUMS.flatMap((forum) =>
    offsets(forum).map((at) => withDigit(forum, part, at, otherDigit(forum[part][at], at))),
  )
  return {
    tried: mutants.length,
    missed: mutants.filter(({mutant}) => checkForum(mutant).length === 0).map(({shown}) => shown),
  }
}

it('catches one digit that is changed in the text', () => {
  const result = missed('text', ({stated}) => stated)
  expect(result.tried).toBeGreaterThan(100)
  expect(result.missed).toEqual([])
})

it('catches one digit that is changed in the changes', () => {
  // The last text tells what its cap becomes, and not what it is now.
  const untold = (forum: Forum): number => (forum.file.startsWith('10-') ? forum.head.indexOf('to: 240') : 0)
  const result = missed('head', (forum) => changedDigits(forum).filter((at) => at >= untold(forum)))
  expect(result.tried).toBeGreaterThan(100)
  expect(result.missed).toEqual([])
})
