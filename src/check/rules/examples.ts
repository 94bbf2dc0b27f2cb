/** A minimal proposal around some changes: what the rules' examples are made of. */
export function example(changes: string, {through = 'configurator'} = {}): string {
  const indented = changes.trim().replaceAll(/^/gm, '  ')
  return `plimsoll: 1
title: An example for a rule
protocol:
  name: aave-v3
  chain: ethereum
  deployment: AaveV3Ethereum
  through: ${through}
changes:
${indented}
`
}
