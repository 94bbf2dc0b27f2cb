import {isInteractive} from './terminal.js'

/** Asks yes or no; no when nobody can be asked. Loads the prompt library only then. */
export async function confirm(message: string): Promise<boolean> {
  if (!isInteractive()) return false
  const {default: inquirer} = await import('inquirer')
  const {yes} = await inquirer.prompt<{yes: boolean}>([{default: false, message, name: 'yes', type: 'confirm'}])
  return yes
}
