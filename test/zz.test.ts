import {inTerminal, KEYS} from './helpers/terminal.js'
import {scratchFolder} from './helpers/cli.js'
import {exampleMarket} from './helpers/market-node.js'
import {startNode} from './helpers/node.js'
import {readFileSync} from 'node:fs'
const folder = scratchFolder()
it.each([80, 40])('walk %s', async (columns) => {
  const node = await startNode(await exampleMarket(), {block: 20_000_000})
  try { const {code, screen} = await inTerminal(['draft', '--rpc', node.url, '--out', `w${columns}.yaml`], {columns, cwd: folder}, async ({see, type, screen}) => {
    await see('Protocol'); console.log(screen.lines.join('\n')); type(KEYS.enter)
    await see('Deployment'); await see('AaveV3'); type('AaveV3Ethereum'); await see('EthereumEtherFi'); console.log(screen.lines.join('\n')); type(KEYS.enter)
    await see('Who makes'); console.log(screen.lines.join('\n')); type(KEYS.enter)
    await see('Asset'); await see('WETH'); type('WETH'); await see('❯ WETH'); type(KEYS.enter)
    await see('Parameters of WETH'); await see('liquidation threshold'); console.log(screen.lines.join('\n')); type(KEYS.space); await see('◉'); type(KEYS.down); await see('❯ ◯ liq'); type(KEYS.space); await see('◉ liquidation threshold'); console.log(screen.lines.join('\n')); type(KEYS.enter)
    await see('New loan-to-value'); type('80'); await see('bare'); console.log(screen.lines.join('\n')); type('%'); await see('-0.50 points'); console.log(screen.lines.join('\n')); type(KEYS.enter)
    await see('New liquidation threshold'); type('82.5%'); await see('-0.50 points'); type(KEYS.enter)
    await see('another'); type(KEYS.enter)
    await see('Does a Safe'); type(KEYS.enter)
    await see('Safe address'); await see('risk council');  console.log(screen.lines.join('\n')); type(KEYS.enter)
    await see('version'); type(KEYS.enter)
    await see('Nonce'); type('42'); await see('42'); type(KEYS.enter)
    await see('Backtest'); type(KEYS.enter)
    await see('Prices'); await see('ETH-USDT'); console.log(screen.lines.join('\n')); type(KEYS.enter)
    await see('First day'); type(KEYS.enter)
    await see('Close-out'); type(KEYS.enter)
    await see('Coverage that'); type(KEYS.enter)
    await see('Accept'); type('>= 96.5%'); await see('96.5%'); type(KEYS.enter)
    await see('Title'); type(KEYS.enter)
  })
  console.log(screen.lines.join('\n'), code, screen.wraps)
  console.log(readFileSync(`${folder}/w${columns}.yaml`, 'utf8'))
  } finally { await node.close() }
}, 120000)
