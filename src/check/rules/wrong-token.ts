import type {Rule} from '../rule.js'
import {example} from './examples.js'

export const wrongToken: Rule = {
  id: 'wrong-token',
  severity: 'error',
  summary: "an asset's cap is given in another token",
  rationale: 'The contract counts the asset itself. A cap of 2,000,000 USDC on WETH would become 2,000,000 WETH.',
  failing: example('- asset: WETH\n  supplyCap: {from: 1_800_000 WETH, to: 2_000_000 USDC}'),
  passing: example('- asset: WETH\n  supplyCap: {from: 1_800_000 WETH, to: 2_000_000 WETH}'),
  check({settings, unread}) {
    const wrong = new Set(
      unread.flatMap(({path, error}) => (error.code === 'AAVE_WRONG_TOKEN' ? [path.join('\n')] : [])),
    )
    return settings.flatMap(({path, from, to, keep, before, after, asset}) => {
      if (!wrong.has(path.join('\n'))) return []
      const texts =
        keep === undefined
          ? ([
              ['from', before, from],
              ['to', after, to],
            ] as const)
          : ([['keep', after, keep]] as const)
      return texts.flatMap(([key, quantity, text]) => {
        if (quantity?.kind !== 'amount' || quantity.unit === asset) return []
        const message = `the cap of ${asset} is given as ${text ?? ''}: a cap counts the asset itself, so write the amount in ${asset}.`
        return [{path: [...path, key], message}]
      })
    })
  },
}
