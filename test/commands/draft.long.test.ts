import {existsSync, readdirSync, readFileSync, writeFileSync} from 'node:fs'
import path from 'node:path'

import {cli} from '../helpers/cli.js'
import {BACKTEST, CHANGE, DISCUSSION, EXPECTED, place, PLACE, read, SAFE, TYPED, VENUE} from '../helpers/drafting.js'
import {exampleMarket} from '../helpers/market-node.js'
import {startNode, type TestNode} from '../helpers/node.js'
import {plimsoll} from '../helpers/run.js'

let node: TestNode
beforeAll(async () => {
  node = await startNode(await exampleMarket(), {block: 20_000_000})
})
afterAll(async () => {
  await node.close()
})

describe('without a terminal', () => {
  it('writes the proposal and its schema from flags, the same bytes each time', async () => {
    const cwd = place()
    const args = ['draft', ...PLACE, ...CHANGE, ...TYPED, ...VENUE, ...BACKTEST]
    const {code, stdout, stderr} = await cli([...args, '--out', 'a.yaml'], {cwd})
    expect({code, stderr}).toEqual({code: 0, stderr: ''})
    expect(stdout).toBe('wrote a.yaml and proposal.schema.json\nno problems in 1 file\nnext: plimsoll review a.yaml\n')
    expect(read(cwd, 'a.yaml')).toEqual(EXPECTED)
    await cli([...args, '--out', 'b.yaml'], {cwd})
    expect(readFileSync(path.join(cwd, 'b.yaml'))).toEqual(readFileSync(path.join(cwd, 'a.yaml')))
    expect(readFileSync(path.join(cwd, 'proposal.schema.json'), 'utf8')).toBe((await cli(['schema'])).stdout)
  })

  it('takes current values from a node, or from a saved state, and says where from', async () => {
    const cwd = place()
    const args = ['draft', ...PLACE, ...CHANGE, ...VENUE, ...BACKTEST]
    const rpc = await cli([...args, '--rpc', node.url, '--block', '19000000', '--out', 'rpc.yaml'], {cwd})
    expect(rpc).toMatchObject({code: 0, stderr: ''})
    expect(read(cwd, 'rpc.yaml')).toEqual(EXPECTED)
    const text = readFileSync(path.join(cwd, 'rpc.yaml'), 'utf8')
    expect(text).toMatch(/^# Current values: node 127\.0\.0\.1:\d+, block 19000000 \(0x[\da-f]{64}\)\.$/m)
    expect(text).not.toContain('secret')
    await cli(['diff', 'rpc.yaml', '--rpc', node.url, '--block', '19000000', '--save', 'state.json'], {cwd})
    expect(await cli([...args, '--current', 'state.json', '--out', 'state.yaml'], {cwd})).toMatchObject({code: 0})
    expect(readFileSync(path.join(cwd, 'state.yaml'), 'utf8')).toBe(text)
  })

  it('lists everything that is missing in one error', async () => {
    const {code, stdout, stderr} = await cli(['draft'], {cwd: place()})
    expect({code, stdout}).toEqual({code: 2, stdout: ''})
    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
    for (const flag of [
      'protocol',
      'deployment',
      'through',
      'asset',
      'set',
      'safe',
      'safe-version',
      'nonce',
      'prices',
      'horizon',
      'confidence',
    ]) {
      expect(stderr).toContain(`--${flag}`)
    }
    const some = await cli(['draft', ...PLACE, ...CHANGE, ...VENUE, ...BACKTEST, '--from', 'ltv=80.5%'], {cwd: place()})
    expect(some.stderr).toContain(
      'are needed: --from WETH.liquidationThreshold=VALUE (or --rpc URL, --current FILE); --keep WETH.liquidationBonus=VALUE',
    )
    expect(some.stderr).not.toContain('WETH.ltv')
  })

  it.each<[string, readonly string[], string]>([
    ['a deployment', ['--protocol', 'aave-v3', '--deployment', 'AaveV3Etherium'], 'did you mean AaveV3Ethereum'],
    ['a protocol that is written by hand', ['--protocol', 'custom'], 'is written by hand'],
    ['an asset', [...PLACE, '--asset', 'WETHH', '--set', 'ltv=80%'], 'did you mean WETH'],
    ['a parameter', [...PLACE, '--asset', 'WETH', '--set', 'ltvv=80%'], 'did you mean ltv'],
    [
      'a parameter that the steward cannot set',
      [...PLACE, '--asset', 'WETH', '--set', 'reserveFactor=20%'],
      'reserveFactor',
    ],
    [
      'a value without its unit',
      [...PLACE, '--asset', 'WETH', ...TYPED, '--set', 'ltv=80', '--set', 'liquidationThreshold=82%'],
      '`80` is a bare number',
    ],
    [
      'a value that does not fit',
      [...PLACE, '--asset', 'WETH', ...TYPED, '--set', 'ltv=80.123%', '--set', 'liquidationThreshold=82%'],
      'nearest that fit are 80.12% and 80.13%',
    ],
    [
      'no change',
      [...PLACE, '--asset', 'WETH', ...TYPED, '--set', 'ltv=8050bps', '--set', 'liquidationThreshold=82%'],
      'no change',
    ],
    [
      'another token',
      [...PLACE, '--asset', 'WETH', '--from', 'supplyCap=1 WETH', '--set', 'supplyCap=2 USDC'],
      'counts the asset itself',
    ],
    ['a setting of no asset', [...PLACE, '--set', 'ltv=80%'], 'does not say of which asset'],
    ['a setting that is none', [...PLACE, '--asset', 'WETH', '--set', 'ltv'], 'write it as in --set ltv=80%'],
    [
      'a value that is kept and changed',
      [...PLACE, '--asset', 'WETH', '--set', 'ltv=80%', '--keep', 'ltv=80%'],
      'both kept and changed',
    ],
    [
      'an address without its checksum',
      [...PLACE, ...CHANGE, ...TYPED, '--safe', SAFE.toLowerCase()],
      `write it as ${SAFE}`,
    ],
    [
      'a nonce',
      [...PLACE, ...CHANGE, ...TYPED, '--safe', SAFE, '--safe-version', '1.3.0', '--nonce', '4.5'],
      'is not a nonce',
    ],
    [
      'a horizon',
      [...PLACE, ...CHANGE, ...TYPED, ...VENUE, '--prices', 'ETH-USDT', '--horizon', '1m'],
      'not a duration',
    ],
    ['a link', [...PLACE, ...CHANGE, ...TYPED, '--no-venue', '--no-backtest', '--discussion', 'here'], 'is not a link'],
    ['a title', [...PLACE, ...CHANGE, ...TYPED, '--no-venue', '--no-backtest', '--title', 'x'], '5 to 120 characters'],
    ['a policy', [...PLACE, '--policy', 'aave-risk-stewards'], 'Did you mean aave-risk-steward'],
  ])('refuses %s', async (_what, args, message) => {
    const cwd = place()
    const quoted = args.map((word) => (word.includes(' ') ? `"${word}"` : word))
    const {stdout, error: ended} = await plimsoll('draft', ...quoted, '--out', path.join(cwd, 'x.yaml'), '--json')
    const {error} = JSON.parse(stdout) as {error: {message: string; suggestions: string[]}}
    const said = [error.message, ...error.suggestions].join(' ')
    expect(said).toContain(message)
    expect(said).not.toContain('\n')
    expect(ended?.oclif?.exit).toBe(2)
    expect(readdirSync(cwd)).toEqual([])
  })

  it('says in the file what a reader of the values must know, and only whose values they are', async () => {
    const cwd = place()
    const state = (values: object, rest: object = {}): void => {
      const about = {
        state: 1,
        protocol: 'aave-v3',
        chainId: 1,
        source: 'node eth.example',
        notes: ['AaveV3Ethereum WETH: frozen'],
      }
      const block = {number: 7, hash: `0x${'0'.repeat(64)}`, timestamp: 0}
      const deployments = {AaveV3Ethereum: {WETH: values}}
      writeFileSync(path.join(cwd, 'state.json'), JSON.stringify({...about, block, deployments, ...rest}))
    }
    const args = [
      'draft',
      ...PLACE,
      ...CHANGE,
      ...VENUE,
      ...BACKTEST,
      '--current',
      'state.json',
      '--out',
      'a.yaml',
      '--force',
    ]
    const head = (): string => readFileSync(path.join(cwd, 'a.yaml'), 'utf8').split('plimsoll: 1')[0]!
    state({ltv: '80.5%', liquidationThreshold: '83%', liquidationBonus: '5%'})
    const {code, stdout} = await cli(args, {cwd})
    expect(code).toBe(0)
    expect(stdout).toContain('note: AaveV3Ethereum WETH: frozen')
    expect(head()).toContain('# Current values: node eth.example, block 7')
    expect(head()).toContain('# AaveV3Ethereum WETH: frozen')
    state({ltv: '80.5%', liquidationThreshold: '83%'})
    expect(await cli([...args, '--keep', 'liquidationBonus=5%'], {cwd})).toMatchObject({code: 0})
    expect(head()).not.toContain('Current values')
    state({}, {chainId: 8453})
    const other = await cli(args, {cwd})
    expect({code: other.code, said: other.stderr.includes('state is one of base')}).toEqual({code: 3, said: true})
  })

  it('refuses a current value that the chain contradicts', async () => {
    const args = ['draft', ...PLACE, ...CHANGE, ...VENUE, ...BACKTEST, '--rpc', node.url, '--from', 'ltv=80%']
    const {code, stderr} = await cli(args, {cwd: place()})
    expect(code).toBe(2)
    expect(stderr).toMatch(/--from WETH\.ltv=80%: node 127\.0\.0\.1:\d+ says 80\.5% at block/)
  })

  it('never replaces a file unasked', async () => {
    const cwd = place()
    writeFileSync(path.join(cwd, 'a.yaml'), 'mine')
    const args = ['draft', ...PLACE, ...CHANGE, ...TYPED, ...VENUE, ...BACKTEST, '--out', 'a.yaml']
    const {code, stderr} = await cli(args, {cwd})
    expect({code, said: stderr.includes('exists already')}).toEqual({code: 2, said: true})
    expect(readFileSync(path.join(cwd, 'a.yaml'), 'utf8')).toBe('mine')
    expect(await cli([...args, '--force'], {cwd})).toMatchObject({code: 0})
    writeFileSync(path.join(cwd, 'proposal.schema.json'), '{"title": "another"}')
    const other = await cli([...args.slice(0, -1), 'b.yaml'], {cwd})
    expect({code: other.code, said: other.stderr.includes('is not a schema of Plimsoll')}).toEqual({
      code: 2,
      said: true,
    })
    expect(existsSync(path.join(cwd, 'b.yaml'))).toBe(false)
  })

  it('writes what its check refuses, says so, and exits 1', async () => {
    const cwd = place()
    const wrong = CHANGE.map((word) => word.replace('ltv=80%', 'ltv=82.75%'))
    const {code, stdout} = await cli(
      ['draft', ...PLACE, ...wrong, ...TYPED, ...VENUE, ...BACKTEST, '--out', 'a.yaml'],
      {cwd},
    )
    expect(code).toBe(1)
    expect(stdout).toMatch(/a\.yaml:\d+:\d+ {2}error {2}the LTV of WETH \(82\.75%\) is above/)
    expect(stdout).toContain('next: plimsoll check a.yaml')
  })

  it('drafts several assets, each with its prices', async () => {
    const cwd = place()
    const change = ['--set', 'WETH.liquidationThreshold=82.5%', '--set', 'WBTC.liquidationThreshold=77%']
    const now = ['WETH', 'WBTC'].flatMap((asset) => [
      ...['--from', `${asset}.liquidationThreshold=83%`],
      ...['--keep', `${asset}.ltv=70%`, '--keep', `${asset}.liquidationBonus=5%`],
    ])
    const prices = ['--prices', 'WETH=ETH-USDT', '--prices', 'WBTC=BTC-USDT', '--horizon', '1d', '--confidence', '99%']
    const {code, stderr} = await cli(['draft', ...PLACE, ...change, ...now, ...VENUE, ...prices, '--out', 'a.yaml'], {
      cwd,
    })
    expect({code, stderr}).toEqual({code: 0, stderr: ''})
    const {changes, backtest} = read(cwd, 'a.yaml')
    expect(changes.map(({asset}) => asset)).toEqual(['WETH', 'WBTC'])
    expect(backtest!.prices).toEqual({WETH: 'ETH-USDT', WBTC: 'BTC-USDT'})
  })

  it('asks nothing of history for a change without a margin, and names the file after the change', async () => {
    const cwd = place()
    const {code, stdout} = await cli(
      [
        'draft',
        ...PLACE,
        '--asset',
        'USDC',
        '--from',
        'supplyCap=1m USDC',
        '--set',
        'supplyCap=1.2m USDC',
        '--no-venue',
        '--discussion',
        DISCUSSION,
        '--json',
      ],
      {cwd},
    )
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({file: 'aave-v3-usdc-supply-cap.yaml', findings: []})
    const {governance, backtest, require} = read(cwd, 'aave-v3-usdc-supply-cap.yaml')
    expect({governance, backtest, require}).toEqual({
      governance: undefined,
      backtest: undefined,
      require: ['check', 'encode'],
    })
  })
})
