import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import path from 'node:path'

import {id} from 'ethers'

import type {GovernorHashes} from '../../src/governance/venues/requests/governor.js'
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

  describe('a page of the Safe Transaction Service', () => {
    // Its records name neither the chain nor the version, and bring their own hash along.
    const record = (changes: object = {}) =>
      safeItem('1.3.0', {
        ...{chainId: undefined, version: undefined, confirmations: [], origin: '{"name": "Ünïcode \\u2028"}'},
        ...{safeTxGas: 0, gasPrice: '0', refundReceiver: ZERO, nonce: '42', isExecuted: true, trusted: true},
        ...{safeTxHash: safe.versions['1.3.0'].safeTxHash, dataDecoded: {parameters: [{value: null}]}},
        ...changes,
      })
    const page = (...results: object[]) => fileOf({count: results.length, next: null, previous: null, results})
    const run = async (...args: string[]) => {
      const {stdout, error} = await plimsoll('hash', 'safe', ...args, '--json')
      return {code: process.exitCode ?? error?.oclif?.exit ?? 0, output: JSON.parse(stdout) as unknown}
    }

    it('gets the chain and the version by flags', async () => {
      const file = page(record(), record({data: null, safeTxHash: undefined}))
      const {code, output} = await run('--file', file, '--chain', '1', '--safe-version', '1.3.0+L2')
      expect(code).toBe(0)
      expect(output).toEqual([
        safeHash('1.3.0'),
        expect.not.objectContaining({statedSafeTxHash: expect.anything() as unknown}),
      ])
    })

    it('says how to give what is missing', async () => {
      const missing = async (...args: string[]) =>
        (await run('--file', page(record()), ...args)).output as {error: {suggestions: string[]}}
      expect((await missing('--chain', '1')).error.suggestions[0]).toContain('--safe-version')
      expect((await missing('--safe-version', '1.3.0')).error.suggestions[0]).toContain('--chain')
    })

    it('says where a record has a hash that its fields do not give, and answers no', async () => {
      const file = page(record(), record({value: '1'}))
      const {code, output} = await run('--file', file, '--chain', '1', '--safe-version', '1.3.0')
      expect(code).toBe(1)
      expect(output).toEqual([
        safeHash('1.3.0'),
        expect.objectContaining({statedSafeTxHash: safe.versions['1.3.0'].safeTxHash}),
      ])
    })

    it.each([
      [{chain_id: 137}, '`chain_id` is 137 here, and 1 is given for all'],
      [{safeVersion: '1.4.1'}, '`safeVersion` is 1.4.1 here, and 1.3.0 is given for all'],
    ])('refuses %p beside other flags', async (changes, message) => {
      const {output} = await run('--file', page(record(changes)), '--chain', '1', '--safe-version', '1.3.0')
      expect((output as {error: {message: string}}).error.message).toContain(`item 0: ${message}`)
    })
  })

  it('takes JSON lines', async () => {
    const lines = VERSIONS.map((version) => JSON.stringify(safeItem(version)))
    expect(await hash('safe', `${lines.join('\r\n')}\n`)).toEqual(VERSIONS.map(safeHash))
    expect(await complaint('safe', `${lines[0]!}\n\n{"nonce":}\n`)).toMatch(/^line 3: this is not JSON/)
  })

  it('takes what other tools write into JSON', async () => {
    const written = {value: {type: 'BigNumber', hex: '0x00'}, nonce: {_hex: '0x2a', _isBigNumber: true}}
    expect(await hash('safe', safeItem('1.3.0', written))).toEqual(safeHash('1.3.0'))
    expect(await hash('safe', safeItem('1.1.1', {version: '1.1.1+Circles'}))).toEqual(safeHash('1.1.1'))
    expect(await hash('safe', `\uFEFF${JSON.stringify(safeItem('1.3.0'))}`)).toEqual(safeHash('1.3.0'))
    const long = `0x${'ab'.repeat(3_000_000)}`
    expect(await hash('safe', safeItem('1.3.0', {origin: long}))).toEqual(safeHash('1.3.0'))
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

  it('names every item of a batch that it refuses', async () => {
    const bad = safeItem('1.3.0', {nonce: null})
    const {error} = (await hash('safe', [bad, safeItem('1.3.0'), bad, bad])) as {
      error: {message: string; suggestions: string[]}
    }
    expect(error.message).toMatch(/^item 0: `nonce` null is not/)
    expect(error.suggestions).toContain('Refused too: item 2, 3.')
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

  it("takes what Tally's API answers, and holds its id against it", async () => {
    const {targets, values, calldatas, description} = actions
    const executableCalls = targets.map((target, index) => ({
      target: target.toLowerCase(),
      value: String(values[index]),
      calldata: calldatas[index],
      signature: index === 0 ? '' : 'setSupplyCap(address,uint256)',
    }))
    const proposal = {id: '2', onchainId: vectors.proposalId, metadata: {title: 'x', description}, executableCalls}
    const expected = {proposalId: vectors.proposalId, descriptionHash: vectors.descriptionHash}
    for (const spelled of [proposal, {proposal}, {data: {proposal}}])
      expect(await hash('governor', spelled)).toEqual(expected)
    const body = calldatas[1]!.slice(10)
    const apart = executableCalls.map((call, index) => (index === 0 ? call : {...call, calldata: `0x${body}`}))
    expect(await hash('governor', {...proposal, executableCalls: apart})).toEqual(expected)
    expect(await hash('governor', {...proposal, onchainId: '7'})).toEqual(expected) // counted, not hashed
    const statedProposalId = `${vectors.proposalId.slice(0, -1)}1`
    expect(await hash('governor', {...proposal, onchainId: statedProposalId})).toEqual({...expected, statedProposalId})
    expect(await complaint('governor', {...proposal, targets})).toMatch(/only one of `executableCalls`, `targets`/)
    expect(await complaint('governor', {...proposal, executableCalls: [{value: 0}]})).toMatch(
      /\[0\] `calldata` is missing/,
    )
  })

  it('takes what an archive node gives: an event with CRLF and text beyond ASCII, or the hash of the description', async () => {
    const description = '# Größe\r\n\r\n— 你好 🏛️\r\n'
    const {proposalId, descriptionHash} = (await hash('governor', {...actions, description})) as GovernorHashes
    expect(descriptionHash).toBe(id(description))
    const event = {
      ...actions,
      description,
      proposer: ZERO,
      startBlock: 1,
      endBlock: 2,
      signatures: ['', ''],
      proposalId,
    }
    expect(await hash('governor', event)).toEqual({proposalId, descriptionHash})
    expect(await hash('governor', {...actions, description: undefined, descriptionHash})).toEqual({
      proposalId,
      descriptionHash,
    })
    expect(await complaint('governor', {...actions, descriptionHash})).toMatch(/is not that of the `description`/)
    const none = {targets: [ZERO], values: ['0x0'], calldatas: ['0x'], description}
    expect(await hash('governor', none)).toMatchObject({descriptionHash})
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

  it('says where a record has an id that its fields do not give', async () => {
    expect(await hash('timelock', {...single, operationId: vectors.single})).toEqual({operationId: vectors.single})
    expect(await hash('timelock', {...single, salt: predecessor, operationId: vectors.single})).toMatchObject({
      statedOperationId: vectors.single,
    })
  })

  it('refuses what could be two things', async () => {
    expect(await complaint('timelock', {...single, eta: 1})).toMatch(/only one can be meant/)
    expect(await complaint('timelock', {...single, targets: []})).toMatch(/only one of `target`, `targets`/)
    expect(await complaint('timelock', {...batch, datas: []})).toMatch(/only one of `payloads`, `datas`/)
    expect(await complaint('timelock', {...single, salt: undefined})).toMatch(/`salt` is missing/)
    expect(await complaint('timelock', {...single, salt: '0x00'})).toMatch(/`salt` "0x00" is not 32 bytes/)
  })
})
