import {Interface, Wallet, SigningKey, concat, toBeHex, zeroPadValue} from 'ethers'
import {readFileSync} from 'node:fs'
import path from 'node:path'

import {readTransaction} from '../../src/governance/read/transaction/read-transaction.js'
import {contractSignatureHash, safeHashes} from '../../src/governance/read/safe-hash.js'
import {WARNINGS} from '../../src/verify/dangers/catalogue.js'
import type {Proposal} from '../../src/proposal/model.js'
import type {Hints} from '../../src/verify/model.js'
import {recover} from '../../src/verify/recover.js'
import {verifyTransaction} from '../../src/verify/verify.js'
import {BYBIT, BYBIT_SIGNERS} from '../helpers/bybit.js'
import {ROOT} from '../helpers/cli.js'
import {
  batched,
  CALL_ONLY,
  configurator,
  CONFIGURATOR,
  direct,
  multiSend,
  proposal,
  SAFE,
  WETH,
  ZERO,
  type Item,
} from '../helpers/transactions.js'

const verify = (transaction: object, more: {proposal?: Proposal; hints?: Hints; expect?: string} = {}) =>
  verifyTransaction({input: readTransaction(JSON.stringify(transaction)), recover, ...more})
const warned = (transaction: object, more = {}): string[] =>
  verify(transaction, more).warnings.map(({id, severity}) => `${id} ${severity}`)
const SOMEBODY = '0x1C93aC73Bb0DbA8FF79Ca105d10100210757cb30'
const functions = new Interface([
  'function approve(address,uint256)',
  'function transfer(address,uint256)',
  'function setApprovalForAll(address,bool)',
  'function addOwnerWithThreshold(address,uint256)',
  'function changeThreshold(uint256)',
  'function enableModule(address)',
  'function setGuard(address)',
  'function setFallbackHandler(address)',
  'function changeMasterCopy(address)',
  'function upgradeTo(address)',
  'function nonce()',
  'function transferOwnership(address)',
  'function grantRole(bytes32,address)',
  'function approveHash(bytes32)',
  'function signMessage(bytes)',
  'function migrateSingleton()',
  'function performCreate(uint256,bytes)',
  'function aggregate3((address,bool,bytes)[])',
  'function multiSend(bytes)',
  'function queueTransaction(address,uint256,string,bytes,uint256)',
  'function executeTransaction(address,uint256,string,bytes,uint256)',
  'function propose(address[],uint256[],bytes[],string)',
])
const to = (address: string, name: string, values: unknown[] = []): Item => ({
  to: address,
  data: functions.encodeFunctionData(name, values),
})
const delegated = (item: Item) => ({...direct(item), operation: 1})
const cap = configurator('setSupplyCap', WETH, 5)
const HASH = `0x${'ab'.repeat(32)}`
const noon = 1_800_000_000

/** For each warning a transaction that has it. */
const CASES: Record<string, [severity: string, transaction: object, more?: {proposal?: Proposal; hints?: Hints}]> = {
  'delegatecall-unknown': ['danger', delegated(to(SOMEBODY, 'nonce'))],
  'delegatecall-disguised': ['danger', BYBIT],
  'delegatecall-sign-message': [
    'danger',
    delegated(to('0xd53cd0aB83D845Ac265BE939c57F53AD838012c9', 'signMessage', ['0x01'])),
  ],
  'delegatecall-migration': ['danger', delegated(to('0x526643F69b81B008F46d95CD5ced5eC0edFFDaC6', 'migrateSingleton'))],
  'delegatecall-create': [
    'warning',
    delegated(to('0x9b35Af71d77eaf8d7e40252370304687390A1A52', 'performCreate', [0, '0x00'])),
  ],
  'delegatecall-multicall': [
    'warning',
    delegated(to('0xcA11bde05977b3631167028862bE2a173976CA11', 'aggregate3', [[[CONFIGURATOR, false, cap.data]]])),
  ],
  'multisend-delegatecall': ['danger', batched(cap, {...cap, operation: 1})],
  'multisend-nested': ['danger', batched(cap, {to: CALL_ONLY['1.3.0'], data: multiSend([cap])})],
  'multisend-version': [
    'warning',
    {...batched(cap), to: CALL_ONLY['1.4.1']},
    {proposal: proposal('configurator', [{asset: 'WETH', supplyCap: {to: '5 WETH'}}])},
  ],
  'multisend-delegate': [
    'warning',
    {...batched(cap), to: '0xA238CBeb142c10Ef7Ad8442C6D1f9E89e07e7761'},
    {proposal: proposal('configurator', [{asset: 'WETH', supplyCap: {to: '5 WETH'}}])},
  ],
  'multisend-chain': [
    'danger',
    {...batched(cap), chainId: 999_999},
    {proposal: proposal('configurator', [{asset: 'WETH', supplyCap: {to: '5 WETH'}}])},
  ],
  refund: ['warning', {...direct(cap), refundReceiver: SOMEBODY}],
  'silent-failure': ['warning', {...direct(cap), safeTxGas: '100000'}],
  'gas-limit': ['warning', {...direct(cap), safeTxGas: '1'}],
  'legacy-domain': ['warning', {...direct(cap), version: '1.1.1'}],
  'legacy-data-gas': ['warning', {...direct(cap), version: '0.1.0'}],
  'version-unknown': ['warning', {...direct(cap), version: '1.6.3'}],
  'nonce-unusual': ['warning', {...direct(cap), nonce: 2_000_000}],
  value: ['warning', direct({...cap, value: 5n})],
  'token-transfer': ['warning', direct(to(WETH, 'transfer', [SOMEBODY, 7]))],
  approval: ['warning', direct(to(WETH, 'approve', [SOMEBODY, 7]))],
  'owner-change': ['danger', direct(to(SAFE, 'addOwnerWithThreshold', [SOMEBODY, 1]))],
  'threshold-change': ['danger', direct(to(SAFE, 'changeThreshold', [1]))],
  'module-change': ['danger', direct(to(SAFE, 'enableModule', [SOMEBODY]))],
  'guard-change': ['danger', direct(to(SAFE, 'setGuard', [SOMEBODY]))],
  'fallback-change': ['danger', direct(to(SAFE, 'setFallbackHandler', [SOMEBODY]))],
  'singleton-change': ['danger', direct(to(SAFE, 'changeMasterCopy', [SOMEBODY]))],
  upgrade: ['danger', direct(to(SOMEBODY, 'upgradeTo', [WETH]))],
  ownership: ['danger', direct(to(SOMEBODY, 'transferOwnership', [WETH]))],
  'role-change': ['warning', direct(to(SOMEBODY, 'grantRole', [HASH, WETH]))],
  'self-call': ['warning', direct(to(SAFE, 'transferOwnership', [WETH]))],
  'approve-hash': ['danger', direct(to(SOMEBODY, 'approveHash', [HASH]))],
  undecoded: ['warning', direct({to: SOMEBODY, data: '0x01020304ff'})],
  'trailing-bytes': ['danger', direct({...cap, data: `${cap.data}00`})],
  'dirty-padding': ['danger', direct({...cap, data: `${cap.data.slice(0, 10)}01${cap.data.slice(12)}`})],
  'non-canonical': [
    'danger',
    direct({to: SOMEBODY, data: functions.encodeFunctionData('multiSend', ['0x01']).slice(0, -2)}),
  ],
  'invalid-utf8': [
    'warning',
    direct({
      to: SOMEBODY,
      data: functions
        .encodeFunctionData('queueTransaction', [WETH, 0, 'a', '0x', 5])
        .replace('61'.padEnd(64, '0'), 'ff'.padEnd(64, '0')),
    }),
  ],
  'guessed-function': ['info', direct(to(SOMEBODY, 'transfer', [WETH, 7]))],
  'wrong-target': ['warning', direct(to(CONFIGURATOR, 'transfer', [WETH, 7]))],
  'wrong-chain': ['danger', {...direct(cap), chainId: 10}],
  'zero-address': ['danger', direct({...cap, to: ZERO})],
  'look-alike': [
    'danger',
    direct({
      ...cap,
      to: `${CONFIGURATOR.slice(0, 8).toLowerCase()}${'0'.repeat(28)}${CONFIGURATOR.slice(-6).toLowerCase()}`,
    }),
  ],
  'confusable-text': [
    'warning',
    direct(cap),
    {
      proposal: {
        ...proposal('configurator', [{asset: 'WETH', supplyCap: {to: '5 WETH'}}]),
        title: 'Lower the c\u0430p',
      },
    },
  ],
  'eta-passed': [
    'danger',
    direct(to(SOMEBODY, 'executeTransaction', [WETH, 0, '', '0x', noon - 20 * 86_400])),
    {hints: {now: noon}},
  ],
  'eta-early': [
    'warning',
    direct(to(SOMEBODY, 'executeTransaction', [WETH, 0, '', '0x', noon + 5])),
    {hints: {now: noon}},
  ],
  'unknown-field': ['warning', {...direct(cap), extra: 1}],
  'said-function': ['danger', {...direct(cap), dataDecoded: {method: 'approve'}}],
  'claimed-hash': ['danger', {...direct(cap), safeTxHash: HASH}],
  'signature-invalid': ['danger', {...direct(cap), signatures: '0x1234'}],
  'signature-order': [
    'danger',
    {...BYBIT, signatures: `0x${BYBIT.signatures.slice(132, 262)}${BYBIT.signatures.slice(2, 132)}`, threshold: 2},
  ],
  'signature-missing': ['warning', {...BYBIT, threshold: 4}],
  'description-drift': ['warning', direct(to(SOMEBODY, 'propose', [[WETH], [0], ['0x'], 'text\n']))],
}

it.each(Object.entries(CASES))('%s', (id, [severity, transaction, more = {}]) => {
  expect(warned(transaction, more)).toContain(`${id} ${severity}`)
})

it('every warning of the catalogue has a transaction above, or is of a proposal, and stands in the docs', () => {
  const page = readFileSync(path.join(ROOT, 'docs/dangers.md'), 'utf8')
  expect(Object.keys(WARNINGS).filter((id) => !(id in CASES))).toEqual(['numbered', 'order', 'evidence-stale'])
  for (const [id, [severity, text]] of Object.entries(WARNINGS))
    expect(page.replaceAll(/ +\|/g, ' |')).toContain(`| \`${id}\` | ${severity} | ${text} |`)
})

it('gas that is paid for, and approvals without a limit, are dangers', () => {
  expect(warned({...direct(cap), gasPrice: '1'})).toContain('refund danger')
  expect(warned(direct(to(WETH, 'approve', [SOMEBODY, 2n ** 256n - 1n])))).toContain('approval danger')
  expect(warned(direct(to(WETH, 'setApprovalForAll', [SOMEBODY, true])))).toContain('approval danger')
})

it('a call that is pinned and canonical raises nothing', () => {
  expect(warned(direct(cap))).toEqual([])
})

describe('signatures', () => {
  it('recovers who signed away the Bybit wallet', () => {
    const {signatures, warnings} = verify(BYBIT)
    expect(signatures?.map(({signer, kind}) => [signer, kind])).toEqual(
      BYBIT_SIGNERS.map((signer) => [signer, 'eth_sign']),
    )
    expect(warnings.filter(({id}) => id.startsWith('signature'))).toEqual([])
  })

  const keys = [11n, 12n, 13n].map((key) => new SigningKey(toBeHex(key, 32)))
  const owners = keys.map((key) => new Wallet(key).address)
  const hash = safeHashes({...direct(cap)}).safeTxHash
  const sign = (key: SigningKey) => key.sign(hash).serialized
  const sorted = keys.toSorted((x, y) =>
    new Wallet(x).address.toLowerCase() < new Wallet(y).address.toLowerCase() ? -1 : 1,
  )

  it('takes every kind, and counts owners', () => {
    const approved = concat([zeroPadValue(SAFE, 32), toBeHex(0, 32), '0x01'])
    const contract = concat([zeroPadValue(WETH, 32), toBeHex(195, 32), '0x00'])
    const blob = concat([sign(sorted[0]!), approved, contract, toBeHex(1, 32), '0xff'])
    const {signatures} = verify({...direct(cap), signatures: blob}, {hints: {owners}})
    expect(signatures).toMatchObject([
      {kind: 'eip-712', isOwner: true},
      {kind: 'approved hash', signer: SAFE, isOwner: false},
      {kind: 'contract', signer: WETH, isOwner: false},
    ])
  })

  it('asks for ascending order over the threshold only', () => {
    const turned = concat([sign(sorted[0]!), sign(sorted[2]!), sign(sorted[1]!)])
    const ids = (threshold: number) => warned({...direct(cap), signatures: turned}, {hints: {owners, threshold}})
    expect(ids(2)).toEqual([])
    expect(ids(3)).toEqual(['signature-order danger'])
    expect(warned({...direct(cap), signatures: turned})).toEqual(['signature-order info'])
  })

  it('holds a confirmation against the owner it is said to be of', () => {
    const confirmations = [{owner: SAFE, signature: sign(sorted[0]!)}]
    expect(warned({...direct(cap), confirmations})).toContain('signature-invalid danger')
    expect(
      warned({...direct(cap), confirmations: [{owner: new Wallet(sorted[0]!).address, signature: sign(sorted[0]!)}]}),
    ).toEqual([])
  })
})

describe('nested Safes', () => {
  const CHILD = '0x000000000000000000000000000000000000C41D'
  const parent = batched(cap, cap)
  const {safeTxHash} = safeHashes({...parent})
  const child = (hash: string) => ({...direct(to(SAFE, 'approveHash', [hash])), safe: CHILD, nonce: 7})

  it('ties the child to the parent by the hash that it approves', () => {
    const {signers, reasons} = verify({...parent, nested: child(safeTxHash)})
    expect(reasons).toEqual([expect.stringMatching(/nothing to compare with/)])
    expect(signers).toMatchObject([
      {safe: SAFE, hashes: safeHashes({...parent}), role: expect.stringContaining(`approved by Safe ${CHILD}`)},
      {safe: CHILD, hashes: safeHashes(child(safeTxHash)), role: expect.stringContaining(`approves ${safeTxHash}`)},
    ])
    expect(verify({...child(safeTxHash), parent}).signers).toHaveLength(2)
  })

  it('another hash is a MISMATCH, and explained', () => {
    const other = safeHashes({...parent, nonce: 41}).safeTxHash
    expect(verify({...parent, nested: child(other)})).toMatchObject({
      verdict: 'MISMATCH',
      diagnosis: [{kind: 'nonce', message: expect.stringContaining('nonce 41')}],
    })
    expect(verify({...parent, nested: {...child(safeTxHash), to: WETH}}).verdict).toBe('MISMATCH')
  })

  it('reaches to any depth', () => {
    const grandchild = {...child(safeHashes(child(safeTxHash)).safeTxHash), safe: WETH, to: CHILD}
    const {signers, verdict} = verify(
      {...parent, nested: {...child(safeTxHash), nested: grandchild}},
      {expect: safeTxHash},
    )
    expect([verdict, signers?.length]).toEqual(['MATCH', 3])
    const wrong = {...grandchild, data: child(HASH).data}
    expect(verify({...parent, nested: {...child(safeTxHash), nested: wrong}}, {expect: safeTxHash}).verdict).toBe(
      'MISMATCH',
    )
  })

  it('follows a proposal through the owner into the Safe that it owns', () => {
    const request = {
      ...proposal('configurator', [{asset: 'WETH', supplyCap: {to: '5 WETH'}}]),
      governance: [
        {venue: 'safe', address: CHILD, version: '1.3.0', nonce: 7},
        {venue: 'safe', address: SAFE, version: '1.3.0', nonce: 42},
      ],
    }
    const inner = direct(cap)
    const outer = child(safeHashes({...inner}).safeTxHash)
    expect(verify({...outer, parent: inner}, {proposal: request})).toMatchObject({verdict: 'MATCH', reasons: []})
    expect(verify(outer, {proposal: request}).verdict).toBe('CANNOT TELL')
    const dearer = direct(configurator('setSupplyCap', WETH, 6))
    expect(verify({...child(safeHashes({...dearer}).safeTxHash), parent: dearer}, {proposal: request}).verdict).toBe(
      'MISMATCH',
    )
    expect(verify({...outer, parent: dearer}, {proposal: request}).verdict).toBe('MISMATCH')
  })

  // Returned by the real contracts of both versions.
  it('gives the hash that the child’s owners would sign instead', () => {
    const {contractChecked, safeExtra} = JSON.parse(
      readFileSync(path.join(ROOT, 'test/fixtures/venue-calldata.json'), 'utf8'),
    ) as {
      contractChecked: {safe: Record<string, {safe: string; safeTxHash: string; domainSeparator: string}>}
      safeExtra: {structHash: string; nestedDigestParentUpTo141: string; nestedDigestParent150: string}
    }
    const signed = (version: string): string => {
      const {safeTxHash: hash, domainSeparator} = contractChecked.safe['1.4.1']!
      const hashes = {safeTxHash: hash, domainHash: domainSeparator, messageHash: safeExtra.structHash}
      return contractSignatureHash({safe: CHILD, chainId: 1, version: '1.3.0'}, {...hashes, version})
    }
    expect(signed('1.4.1')).toBe(safeExtra.nestedDigestParentUpTo141)
    expect(signed('1.5.0')).toBe(safeExtra.nestedDigestParent150)
  })
})
