import type {Moment, Window} from '../model.js'

export const ANY_TIME: Window = {opens: [], closes: []}

/** The window of what must be begun `seconds` before something that has this window: it can open at any time, and closes earlier. */
export function begunBefore({closes}: Window, seconds: number): Window {
  const earlier = closes.flatMap((moment): Moment[] => {
    if ('at' in moment) return [{at: moment.at - seconds}]
    if ('condition' in moment || moment.seconds === undefined) return []
    return moment.seconds > seconds ? [{...moment, seconds: moment.seconds - seconds}] : []
  })
  return {opens: [], closes: earlier}
}

/** Both windows at once. */
export const within = (a: Window, b: Partial<Window>): Window => ({
  opens: [...a.opens, ...(b.opens ?? [])],
  closes: [...a.closes, ...(b.closes ?? [])],
})
