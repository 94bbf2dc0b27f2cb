import type {VerifyResult} from '../verify/self-test.js'
import {grouped} from './verdict.js'
import {visible} from './visible.js'

const escaped = (text: string): string =>
  visible(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

const CSS =
  'body{font:11pt/1.4 system-ui,sans-serif;max-width:18cm;margin:1.5cm auto;color:#000}' +
  'h1{font-size:16pt}code{font:10.5pt/1.6 ui-monospace,monospace;overflow-wrap:anywhere}' +
  'li{margin:.35em 0;list-style:none}li::before{content:"\\2610";margin:0 .6em 0 -1.4em}' +
  'table{border-collapse:collapse}td{padding:.1em .8em .1em 0;vertical-align:top}.danger{font-weight:bold}'

/** One page to print: the verdict, the hashes in fours, what the transaction does, what to look out for, and boxes to tick. */
export function checklistPage(result: VerifyResult): string {
  const {verdict, file, digest, hashes, statements, warnings, reasons, diagnosis, signers = []} = result
  const rows = Object.entries(hashes ?? {}) as [string, string][]
  const item = (text: string, danger = false): string => `<li${danger ? ' class="danger"' : ''}>${escaped(text)}</li>`
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8"><title>Signing checklist</title>',
    `<style>${CSS}</style></head><body>`,
    `<h1>Signing checklist: ${escaped(verdict)}</h1>`,
    ...(file === undefined || digest === undefined
      ? []
      : [
          `<p>Proposal <code>${escaped(file)}</code>, sha256 <code>${escaped(grouped(`0x${digest}`).slice(2))}</code></p>`,
        ]),
    '<table>',
    ...rows.map(([name, hash]) => `<tr><td>${escaped(name)}</td><td><code>${escaped(grouped(hash))}</code></td></tr>`),
    ...signers.flatMap(({safe, nonce, hashes: own}) => [
      `<tr><td>Safe ${escaped(safe)}, nonce ${escaped(nonce)}</td><td></td></tr>`,
      ...Object.entries(own).map(
        ([name, hash]) => `<tr><td>${escaped(name)}</td><td><code>${escaped(grouped(String(hash)))}</code></td></tr>`,
      ),
    ]),
    '</table>',
    '<ul>',
    item('The sha256 of the proposal is the one that I was told over another channel.'),
    item('The hashes on my device are these, character by character.'),
    ...[...reasons, ...diagnosis.map(({message}) => message)].map((text) => item(text, true)),
    ...warnings.map(({severity, message}) => item(`${severity}: ${message}`, severity === 'danger')),
    ...statements.map(({text, status}) => item(`${status}: ${text}`, status !== 'match' && status !== 'seen')),
    '</ul></body></html>',
    '',
  ].join('\n')
}
