import {columns, definitions, sparkline, wrap} from '../../src/report/text.js'

it('draws a sparkline no wider than asked', () => {
  expect(sparkline([1, 2, 3, 4, 5, 6, 7, 8], 80)).toBe('▁▂▃▄▅▆▇█')
  expect(sparkline([1, 1, 8, 8], 2)).toBe('▁█')
  expect(sparkline([5, 5, 5], 80)).toBe('▁▁▁')
  expect(
    sparkline(
      Float64Array.from({length: 3059}, (_, i) => i),
      40,
    ),
  ).toHaveLength(40)
})

it('wraps and aligns', () => {
  expect(wrap('one two three', 7)).toEqual(['one two', 'three'])
  expect(
    definitions(
      [
        ['a', 'one two three four five'],
        ['long', 'x'],
      ],
      22,
    ),
  ).toEqual(['a     one two three', '      four five', 'long  x'])
  expect(
    columns(
      ['n', 'x'],
      [
        ['1', 'a'],
        ['10', 'b'],
      ],
      [0],
    ),
  ).toEqual([' n  x', ' 1  a', '10  b'])
})
