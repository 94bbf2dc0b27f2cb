import {DURATION_PATTERN, formatDuration, parseDuration} from '../../src/units/duration.js'

describe('parseDuration', () => {
  it.each([
    ['1d', 86_400],
    ['36h', 129_600],
    ['30min', 1800],
    ['2 weeks', 1_209_600],
    ['1.5h', 5400],
    ['45 seconds', 45],
  ])('reads %s', (text, seconds) => {
    expect(parseDuration(text)).toBe(seconds)
    expect(text).toMatch(new RegExp(DURATION_PATTERN))
  })

  it.each(['1', '1m', 'd', '-1d', '1.5s', '0.3333h', '1 month', '1dd'])('refuses %j', (text) => {
    expect(() => parseDuration(text)).toThrow(expect.objectContaining({code: 'UNITS_NOT_A_DURATION'}))
  })

  it.each([86_400, 5400, 45, 0, 3_600, 172_800])('reads back what formatDuration writes for %d s', (seconds) => {
    expect(parseDuration(formatDuration(seconds))).toBe(seconds)
  })
})
