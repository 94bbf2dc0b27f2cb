import {Errors, loadHelpClass, type Hook} from '@oclif/core'

import {EXIT} from '../errors.js'
import {nearest} from '../nearest.js'

/** Tells a mistyped command from a missing one. */
const commandNotFound: Hook.CommandNotFound = async function ({id, argv, config}) {
  if (id === 'help' || id.startsWith('help:')) {
    const Help = await loadHelpClass(config)
    await new Help(config, config.pjson.oclif.helpOptions).showHelp(id.split(':').slice(1))
    return
  }
  const typed = id.replaceAll(':', ' ')
  const ids = config.commandIDs.map((known) => known.replaceAll(':', ' '))
  const word = config.topics.some(({name}) => typed.startsWith(`${name} `)) ? typed : (typed.split(' ')[0] ?? typed)
  const close = [...new Set([...nearest(typed, ids), ...nearest(word, ids)])]
  const hint = close.length > 0 ? `Did you mean \`${close[0]}\`?` : `\`${config.bin} help\` lists the commands.`
  const message = `there is no command \`${word}\`.`
  if (argv?.includes('--json')) {
    const error = {code: 'COMMAND_UNKNOWN', message, suggestions: [hint]}
    process.stdout.write(`${JSON.stringify({error}, undefined, 2)}\n`)
  } else process.stderr.write(`${config.bin}: ${message} ${hint}\n`)
  throw new Errors.ExitError(EXIT.usage)
}

export default commandNotFound
