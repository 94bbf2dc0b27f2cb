import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import path from 'node:path'

import vectors from '../fixtures/venue-vectors.json' with {type: 'json'}
import {plimsoll} from '../helpers/run.js'

const folder = mkdtempSync(path.join(tmpdir(), 'plimsoll-hash-'))
afterAll(() => {
  rmSync(folder, {force: true, recursive: true})
})

let files = 0
function fileOf(content: unknown): string {
  const file = path.join(folder, `${String(files++)}.json`)
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
  return file
}

/** What the command answers with --json, or its error. */
async function hash(kind: string, content: unknown): Promise<unknown> {
  const {stdout, stderr} = await plimsoll('hash', kind, '--file', fileOf(content), '--json')
  if (stdout === '') throw new Error(stderr)
  return JSON.parse(stdout)
}
const complaint = async (kind: string, content: unknown): Promise<string> =>
  ((await hash(kind, content)) as {error: {message: string}}).error.message

const ZERO = `0x${'0'.repeat(40)}`
const {safe, actions, compound} = vectors
const safeItem = (version: keyof typeof safe.versions, changes: object = {}) => ({
  chainId: 1,
  safe: safe.versions[version].safe,
  version,
  to: safe.to,
  value: 0,
  data: safe.data,
  operation: 1,
  safeTxGas: 0,
  baseGas: '0',
  gasPrice: '0x0',
  gasToken: ZERO,
  refundReceiver: null,
  nonce: 42,
  ...changes,
})
const safeHash = (version: keyof typeof safe.versions) => ({
  domainHash: safe.versions[version].domainSeparator,
  messageHash: safe.structHash,
  safeTxHash: safe.versions[version].safeTxHash,
})
const VERSIONS = Object.keys(safe.versions) as (keyof typeof safe.versions)[]

describe('hash safe', () => {
  it('gives the hashes that contracts of every version gave, in one batch', async () => {
    expect(
      await hash(
        'safe',
        VERSIONS.map((version) => safeItem(version)),
      ),
    ).toEqual(VERSIONS.map(safeHash))
  })

  it('takes every documented spelling', async () => {
    const spelled = {
      chainId: '0x1',
      safe: safe.versions['1.3.0'].safe.toLowerCase(),
      version: '1.3.0+L2',
      to: safe.to.toUpperCase().replace('0X', '0x'),
      value: '0',
      data: safe.data.toUpperCase().replace('0X', '0x'),
      nonce: '0x2a',
      gasToken: null,
      safeTxGas: null,
      confirmations: [{owner: ZERO}],
    }
    expect(await hash('safe', safeItem('1.3.0', spelled))).toEqual(safeHash('1.3.0'))
  })

  it('takes the spellings of services and their clients', async () => {
    const {
      chainId,
      safe: account,
      version,
      safeTxGas,
      baseGas,
      gasPrice,
      gasToken,
      refundReceiver,
      ...rest
    } = safeItem('1.3.0')
    const client = {
      chain_id: chainId,
      safe_address: account,
      safe_version: `v${version}`,
      safe_tx_gas: safeTxGas,
      base_gas: baseGas,
      gas_price: gasPrice,
      gas_token: gasToken,
      refund_receiver: refundReceiver,
      ...rest,
      operation: 'DELEGATECALL',
    }
    expect(await hash('safe', client)).toEqual(safeHash('1.3.0'))
    expect(await hash('safe', safeItem('1.1.1', {baseGas: undefined, dataGas: 0}))).toEqual(safeHash('1.1.1'))
    const [called, zero] = (await hash('safe', [
      safeItem('1.4.1', {operation: 'CALL'}),
      safeItem('1.4.1', {operation: 0}),
    ])) as unknown[]
    expect(called).toEqual(zero)
    expect(await complaint('safe', safeItem('1.3.0', {dataGas: 0}))).toMatch(/only one of/)
  })

  it('needs no chain before 1.3.0, and one from then on', async () => {
    const item = safeItem('1.2.0')
    expect(await hash('safe', {...item, chainId: undefined})).toEqual(safeHash('1.2.0'))
    expect(await hash('safe', {...item, chainId: 137})).toEqual(safeHash('1.2.0'))
    expect(await complaint('safe', {...safeItem('1.3.0'), chainId: undefined})).toMatch(/`chainId` is missing/)
    expect(await hash('safe', safeItem('1.3.0', {chainId: 137}))).not.toEqual(safeHash('1.3.0'))
  })

  it('keeps every digit of a JSON number', async () => {
    const exact = '115792089237316195423570985008687907853269984665640564039457584007913129639935'
    const text = (value: string): string => JSON.stringify(safeItem('1.4.1')).replace('"value":0', `"value":${value}`)
    expect(await hash('safe', text(exact))).toEqual(await hash('safe', safeItem('1.4.1', {value: exact})))
    expect(await hash('safe', text('9007199254740993'))).toEqual(
      await hash('safe', safeItem('1.4.1', {value: '9007199254740993'})),
    )
    expect(await hash('safe', text('9007199254740993'))).not.toEqual(await hash('safe', text('9007199254740992')))
  })

  it('takes the fields as flags', async () => {
    const {safe: account} = safe.versions['1.4.1']
    const fields = ['--chain', '1', '--safe', account, '--safe-version', '1.4.1', '--to', safe.to, '--nonce', '42']
    const {stdout} = await plimsoll('hash', 'safe', ...fields, '--data', safe.data, '--operation', '1')
    expect(stdout).toContain(`safeTxHash   ${safe.versions['1.4.1'].safeTxHash}`)
  })

  it.each([
    ['a field that is missing', {baseGas: undefined}, '`baseGas` is missing'],
    ['a wrong checksum', {to: safe.to.replace('d', 'D')}, '`to` .* has a wrong checksum'],
    ['an exponent', {value: '1e18'}, '`value` "1e18" is not a whole number'],
    ['a leading zero', {nonce: '042'}, '`nonce` "042" is not'],
    ['a number with an exponent', {value: 1e21}, '`value` 1e\\+21 is not written as a whole number'],
    ['a fraction', {value: 0.5}, '`value` 0.5 is not'],
    ['a negative number', {value: -1}, '`value` -1 is not from 0'],
    ['an overflow', {value: String(2n ** 256n)}, '`value` .* is not from 0 to'],
    ['half a byte', {data: '0x123'}, '`data` has an odd number'],
    ['no 0x', {data: ''}, '`data` "" is not hex'],
    ['another operation', {operation: 2}, '`operation` 2 is neither'],
    ['a version before names', {version: '0.0.2'}, 'version 0.0.2 are not known'],
    ['a version to come', {version: '1.6.0'}, 'version 1.6.0 are not known'],
    ['true', {nonce: true}, '`nonce` true is not'],
  ])('refuses %s, naming the item', async (_, changes, message) => {
    const found = await complaint('safe', [safeItem('1.3.0'), safeItem('1.3.0', changes)])
    expect(found).toMatch(new RegExp(`^item 1: .*${message}`))
  })

  it('refuses what is no JSON, or says one thing twice', async () => {
    expect(await complaint('safe', '{"chainId": 1,}')).toMatch(/not JSON/)
    expect(await complaint('safe', '{"nonce": 1, "nonce": 2}')).toMatch(/`nonce` stands twice/)
    expect(await complaint('safe', [7])).toBe('item 0: it is not an object with fields.')
  })
})

describe('hash governor', () => {
  it('gives the id that the contract gave', async () => {
    const expected = {proposalId: vectors.proposalId, descriptionHash: vectors.descriptionHash}
    expect(await hash('governor', actions)).toEqual(expected)
    expect(await hash('governor', [actions, {...actions, signatures: ['', '']}])).toEqual([expected, expected])
  })

  it('puts the selector of a signature before the calldata', async () => {
    const signatures = [
      'configureReserveAsCollateral(address,uint256,uint256,uint256)',
      'setSupplyCap(address,uint256)',
    ]
    const calldatas = actions.calldatas.map((data) => `0x${data.slice(10)}`)
    expect(await hash('governor', {...actions, signatures, calldatas})).toMatchObject({proposalId: vectors.proposalId})
  })

  it('depends on the last newline of the description, and on nothing else in the text', async () => {
    const {proposalId} = (await hash('governor', {...actions, description: `${actions.description}\n`})) as {
      proposalId: string
    }
    expect(proposalId).not.toBe(vectors.proposalId)
    const escaped = JSON.stringify(actions).replace('Risk', String.raw`\u0052isk`)
    expect(await hash('governor', escaped)).toMatchObject({proposalId: vectors.proposalId})
  })

  it('refuses lists of different length, and bad items by position', async () => {
    expect(await complaint('governor', {...actions, values: [0]})).toMatch(/`targets` has 2, `values` has 1/)
    expect(await complaint('governor', {...actions, values: [0, 'x']})).toMatch(/`values` \[1\] "x" is not/)
    expect(await complaint('governor', JSON.stringify(actions).replace('Risk', String.raw`\ud800`))).toMatch(
      /surrogate/,
    )
  })
})

describe('hash timelock', () => {
  const predecessor = `0x${'0'.repeat(64)}`
  const single = {
    target: actions.targets[0],
    value: 0,
    data: actions.calldatas[0],
    predecessor,
    salt: vectors.singleSalt,
  }
  const {targets, values, calldatas: payloads} = actions
  const batch = {targets, values, payloads, predecessor, salt: vectors.descriptionHash}

  it('gives the ids that the contract gave: single, and batches under both governors', async () => {
    const {payloads: datas, ...rest} = batch
    const items = [single, batch, {...batch, salt: vectors.salt5}, {...rest, datas}]
    expect(await hash('timelock', items)).toEqual(
      [vectors.single, vectors.batch4, vectors.batch5, vectors.batch4].map((operationId) => ({operationId})),
    )
  })

  it('gives the hash of a Compound Timelock in both styles', async () => {
    const target = '0x316f9708bB98af7dA9c68C1C3b5e79039cD336E3'
    const signature = 'updateAssetLiquidateCollateralFactor(address,address,uint64)'
    const styles = [
      {target, value: 0, signature, data: compound.body, eta: compound.eta},
      {target, value: 0, signature: '', data: compound.fullCalldata, eta: compound.eta},
    ]
    expect(await hash('timelock', styles)).toEqual([
      {txHash: compound.signatureStyle},
      {txHash: compound.calldataStyle},
    ])
  })

  it('refuses what could be two things', async () => {
    expect(await complaint('timelock', {...single, eta: 1})).toMatch(/only one can be meant/)
    expect(await complaint('timelock', {...single, targets: []})).toMatch(/only one of `target`, `targets`/)
    expect(await complaint('timelock', {...batch, datas: []})).toMatch(/only one of `payloads`, `datas`/)
    expect(await complaint('timelock', {...single, salt: undefined})).toMatch(/`salt` is missing/)
    expect(await complaint('timelock', {...single, salt: '0x00'})).toMatch(/`salt` "0x00" is not 32 bytes/)
  })
})
