import {PlimsollError} from '../../errors.js'
import type {Fields} from '../fields.js'
import {field, type JsonSchema} from '../layer-schema.js'
import type {OracleTerms} from './crisis.js'
import {outagesFor, requireNetwork} from './network.js'

const ATTACKS = ['raise-alarm', 'stay-silent'] as const
const MOST_FEEDS = 1000

/** The schema of `backtest.fund.oracle`. */
export const oracleSchema: JsonSchema = {
  type: 'object',
  description: 'The network of feeds that confirms an insolvency; without it every one is confirmed at once.',
  additionalProperties: false,
  required: ['feeds', 'required', 'heartbeat', 'deviation'],
  properties: {
    feeds: field.number('How many feeds there are: n.', 1),
    required: field.number('How many must agree: k of n.', 1),
    heartbeat: field.duration('A feed answers at the latest after so long.'),
    deviation: field.ratio('It answers when the price has moved by so much since its last answer.'),
    latency: field.duration('From observation to an answer on chain; default 0s.'),
    jitter: field.duration('Mean of an exponential time on top of it; default 0s.'),
    noise: field.ratio('Standard deviation of the error of a feed; default 0%.'),
    outage: field.ratio('Share of the time that a feed is down, each on its own; default 0%.'),
    outageLength: field.duration('Mean length of an outage; default 1h.'),
    halt: field.ratio('Share of insolvencies in which all feeds are down together; default 0%.'),
    haltLength: field.duration('How long that lasts, on average; default 6h.'),
    lasts: field.duration('For how long the price stays where accounts are insolvent; default 1d.'),
    controlled: field.number('Feeds under the control of an attacker; default 0.'),
    attack: field.choice(
      ATTACKS,
      'What they do: raise alarms that are false, or stay silent when one is true; default raise-alarm.',
    ),
    attacks: field.number('False alarms that the attacker raises a year; default 0.'),
    claim: field.usd('What such an alarm claims; default 0 USD.'),
  },
}

/**
 * Reads `backtest.fund.oracle`.
 * @throws ORACLE_TERMS, CONFIRMATION_RANGE, INSURANCE_FIELD
 */
export function readOracle(fields: Fields): OracleTerms {
  const share = (name: string): number => {
    const value = fields.ratio(name, 0)
    if (value >= 0 && value <= 1) return value
    throw refused(`\`${name}\` is a share of time or price: between 0% and 100%`)
  }
  const feeds = count(fields.number('feeds'), 'feeds')
  const controlled = count(fields.number('controlled', 0), 'controlled')
  if (feeds > MOST_FEEDS) throw refused(`${feeds} feeds are more than the ${MOST_FEEDS} that can be simulated`)
  if (controlled > feeds) throw refused(`\`controlled\` (${controlled}) is more than there are feeds (${feeds})`)
  const required = count(fields.number('required'), 'required')
  if (required > feeds) {
    throw refused(`${required} of ${feeds} feeds can never agree: write \`required\` from 1 to ${feeds}`)
  }
  const [outage, outageLength, lasts] = [
    share('outage'),
    fields.duration('outageLength', 3600),
    fields.duration('lasts', 86_400),
  ]
  if (outage > 0 && outageLength === 0) throw refused('an outage without length is none: write `outageLength`')
  const heartbeat = fields.duration('heartbeat')
  if (heartbeat === 0) throw refused('`heartbeat` must be above zero: no feed answers all the time')
  if (lasts === 0) throw refused('`lasts` must be above zero: a crisis without length is seen by nobody')
  const feed = {
    heartbeat,
    deviation: share('deviation'),
    latency: fields.duration('latency', 0),
    jitter: fields.duration('jitter', 0),
    noise: share('noise'),
    ...outagesFor(outage, outageLength),
  }
  const network = {feeds: Array.from({length: feeds}, () => feed), required}
  requireNetwork(network)
  const attack = {
    feeds: controlled,
    they: fields.choice('attack', ATTACKS, 'raise-alarm'),
    perYear: fields.number('attacks', 0),
    claim: fields.usd('claim', 0),
  }
  if (attack.perYear > 365 || attack.perYear < 0) throw refused('`attacks` a year: from none to one a day (365)')
  if (attack.claim < 0) throw refused('`claim` must be zero or more')
  if (attack.perYear > 0 && (controlled === 0 || attack.claim === 0)) {
    throw refused(
      '`attacks` needs the number of feeds (`controlled`) that raise the alarm, and what it claims (`claim`)',
    )
  }
  return {network, halt: share('halt'), haltLength: fields.duration('haltLength', 21_600), lasts, attack}
}

function count(value: number, name: string): number {
  if (Number.isInteger(value) && value >= 0) return value
  throw refused(`\`${name}\` must be a whole number, not ${value}`)
}

const refused = (why: string): PlimsollError =>
  new PlimsollError('ORACLE_TERMS', `In \`backtest.fund.oracle\`, ${why}.`)
