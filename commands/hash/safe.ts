import {Flags} from '@oclif/core'

import {PlimsollCommand} from '../../src/edge/command.js'
import {hashFile} from '../../src/edge/hash-file.js'
import {hashSafe, type RequestedSafe} from '../../src/governance/venues/requests/safe.js'
import {EXIT} from '../../src/errors.js'
import {contradicted} from '../../src/governance/stated.js'
import {hashesScreen} from '../../src/report/hashes.js'

const exclusive = ['file']
const field = (description: string, more = {}) => Flags.string({description, exclusive, helpGroup: 'FIELDS', ...more})

const shared = (description: string) =>
  Flags.string({description: `${description}; with --file, of what does not say it itself`, helpGroup: 'FIELDS'})

export default class HashSafe extends PlimsollCommand {
  static override summary = 'the hashes that a Ledger and a Safe show, from the fields of a transaction'
  static override description =
    'Safes 0.1.0 to 1.5.0. From a file as `encode` writes it, or with the fields as the Safe Transaction Service spells them ' +
    '(null for nothing); a list of objects, or a page of the service (`results`), gives a list, in order. What its records ' +
    'do not say is given by flags: --chain, --safe-version. Or everything from flags. Exit code 0: hashed; 1: a record has a ' +
    'safeTxHash that its fields do not give; 2: unreadable input.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> --file safe-transaction.json',
    '<%= config.bin %> <%= command.id %> --file page.json --chain 1 --safe-version 1.3.0',
    '<%= config.bin %> <%= command.id %> --chain 1 --safe 0x47c71dFEB55Ebaa431Ae3fbF99Ea50e0D3d30fA8 --safe-version 1.3.0 ' +
      '--to 0x64b761D848206f447Fe2dd461b0c635Ec39EbB27 --data 0x571f03e5 --nonce 42',
  ]
  static override flags = {
    file: Flags.string({description: 'transaction (JSON): one object, or a list of them', helpValue: 'FILE'}),
    chain: shared('chain id; not needed before 1.3.0'),
    safe: shared('the Safe'),
    'safe-version': shared("the Safe's version"),
    to: field('who is called'),
    nonce: field('nonce of the transaction'),
    data: field('calldata', {default: '0x'}),
    value: field('wei', {default: '0'}),
    operation: field('0 call, 1 delegatecall', {default: '0'}),
    'safe-tx-gas': field('safeTxGas', {default: '0'}),
    'base-gas': field('baseGas', {default: '0'}),
    'gas-price': field('gasPrice', {default: '0'}),
    'gas-token': field('gasToken; the zero address when not given'),
    'refund-receiver': field('refundReceiver; the zero address when not given'),
  }

  async run(): Promise<RequestedSafe | RequestedSafe[]> {
    const {flags} = await this.parse(HashSafe)
    const {chain: chainId, safe, 'safe-version': version} = flags
    const defaults = {...(chainId && {chainId}), ...(safe && {safe}), ...(version && {version})}
    const result =
      flags.file === undefined
        ? hashSafe(fromFlags(flags))
        : await hashFile(flags.file, (item) => hashSafe(item, defaults))
    return this.conclude(result, contradicted(result) ? EXIT.no : EXIT.yes, hashesScreen(result))
  }
}

const NULLABLE = ['chainId', 'gasToken', 'refundReceiver']

function fromFlags({chain, ...flags}: Readonly<Record<string, unknown>>): ReadonlyMap<string, string | null> {
  const named = Object.entries({'chain-id': chain, ...flags}).map(([flag, text]): [string, unknown] => {
    const name =
      flag === 'safe-version' ? 'version' : flag.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
    return [name, text]
  })
  const given = named.filter((entry): entry is [string, string] => typeof entry[1] === 'string')
  return new Map<string, string | null>([...NULLABLE.map((name): [string, null] => [name, null]), ...given])
}
