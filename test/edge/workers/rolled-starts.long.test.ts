import {bookStudy} from '../../../src/backtest/book/study/study.js'
import {loadSeries} from '../../../src/edge/series-store.js'
import {rolledStarts} from '../../../src/edge/workers/rolled-starts.js'
import {parseRatio} from '../../../src/units/ratio.js'

const value = (
  role: 'liquidationBonus' | 'liquidationThreshold' | 'maintenanceMargin',
  before: string,
  after: string,
) => ({
  ...{after: parseRatio(after), before: parseRatio(before), parameter: role, path: [], role, subject: 'ETH'},
})
const BOOKS = {
  lending: [value('liquidationThreshold', '83%', '80%'), value('liquidationBonus', '5%', '5%')],
  perpetual: [value('maintenanceMargin', '2%', '5%')],
}

describe('threads', () => {
  it.each(Object.entries(BOOKS))(
    '%s: any number of them gives the same study, to the last digit',
    async (_, values) => {
      const book = {count: 60, seed: 5, slippage: {pool: '5m USD'}, source: 'synthetic'}
      const request = {book, confidence: '99%', from: '2020-03-01', horizon: '1d', prices: 'ETH-USDT', to: '2020-03-31'}
      const input = {request, series: new Map([['ETH', await loadSeries('ETH-USDT', '')]]), values}
      const alone = bookStudy(input)
      for (const workers of [2, 3]) {
        const rolled = await rolledStarts(input, workers)
        expect(rolled!.after).toHaveLength(30)
        expect(bookStudy(input, rolled)).toEqual(alone)
      }
    },
  )

  it('are not asked for small work, nor for a book that is replayed once', async () => {
    const request = {book: {seed: 5, source: 'synthetic'}, confidence: '99%', from: '2020-03-01', horizon: '1d', prices: 'ETH-USDT', to: '2020-03-31'} // prettier-ignore
    const input = {request, series: new Map([['ETH', await loadSeries('ETH-USDT', '')]]), values: BOOKS.perpetual}
    expect(await rolledStarts(input)).toBeUndefined()
    expect(
      await rolledStarts(
        {...input, positions: {file: 'p', digest: '', kind: 'perpetual', notes: [], positions: []}},
        2,
      ),
    ).toBeUndefined()
  })
})
