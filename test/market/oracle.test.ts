import {feedAnswers, medianAnswers, wholeBars} from '../../src/market/oracle.js'

describe('feedAnswers', () => {
  const prices = Float64Array.of(100, 100.4, 101, 101.2, 101.4, 101.4, 101.4)

  it('answers when the price has moved by the threshold', () => {
    expect([...feedAnswers(prices, {deviation: 0.01})]).toEqual([100, 100, 101, 101, 101, 101, 101])
  })

  it('answers when the heartbeat is due', () => {
    expect([...feedAnswers(prices, {deviation: 0.5, heartbeatBars: 3})]).toEqual([
      100, 100, 100, 101.2, 101.2, 101.2, 101.4,
    ])
  })

  it('answers late by the delay', () => {
    expect([...feedAnswers(prices, {delayBars: 2, deviation: 0})]).toEqual([100, 100, 100, 100.4, 101, 101.2, 101.4])
  })

  it('refuses what bars cannot show', () => {
    expect(() => feedAnswers(prices, {delayBars: 0.5, deviation: 0})).toThrow(
      expect.objectContaining({code: 'ORACLE_RANGE'}),
    )
    expect(() => wholeBars('The oracle delay', 1800, 3600)).toThrow(
      expect.objectContaining({code: 'DELAY_FINER_THAN_BAR'}),
    )
    expect(wholeBars('The oracle delay', 7200, 3600)).toBe(2)
  })
})

describe('medianAnswers', () => {
  it('takes the middle feed, or the mean of the two in the middle', () => {
    const feeds = [Float64Array.of(1, 9), Float64Array.of(2, 8), Float64Array.of(100, 1)]
    expect([...medianAnswers(feeds)]).toEqual([2, 8])
    expect([...medianAnswers(feeds.slice(0, 2))]).toEqual([1.5, 8.5])
  })
})
