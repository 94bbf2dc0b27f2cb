/** Columns of the terminal that reads stdout; undefined when none does. */
export function terminalWidth(): number | undefined {
  const {columns, isTTY} = process.stdout as {columns?: number; isTTY?: boolean}
  return isTTY === true && columns !== undefined && columns > 0 ? columns : undefined
}

/** Whether somebody can be asked. */
export const isInteractive = (): boolean => process.stdin.isTTY && process.stdout.isTTY
