import type {Finding} from '../check/finding.js'

/** GitHub reads a command up to the end of the line, and decodes these afterwards (actions/toolkit, command.ts). */
const data = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')

/** A finding as a workflow command, which GitHub shows beside the line of a pull request. */
export function githubCommand({file, line, column, rule, severity, message}: Finding): string {
  const place = `file=${property(file)},line=${line},col=${column},title=${property(rule)}`
  return `::${severity} ${place}::${data(message)}`
}
