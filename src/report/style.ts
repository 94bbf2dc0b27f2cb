import chalk from 'chalk'

/** The few styles that reports use. chalk itself follows NO_COLOR, FORCE_COLOR and whether stdout is a terminal. */
export const style = {
  good: chalk.green,
  bad: chalk.red,
  warn: chalk.yellow,
  strong: chalk.bold,
  faint: chalk.dim,
}
