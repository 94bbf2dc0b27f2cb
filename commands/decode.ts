import {Args, Flags} from '@oclif/core'

import {PlimsollCommand} from '../src/edge/command.js'
import {addressOf, chainOf, weiOf} from '../src/edge/flag-values.js'
import {pinsFrom} from '../src/edge/pins-file.js'
import {calldataOf} from '../src/edge/transaction-file.js'
import {EXIT} from '../src/errors.js'
import {decodedScreen} from '../src/report/decoded.js'
import {explain, type Explanation} from '../src/verify/explained.js'

export default class Decode extends PlimsollCommand {
  static override summary = 'explain any calldata, call by call, to the innermost'
  static override description =
    'Decodes batches, multisigs, governors, timelocks, proxies, tokens and the known protocols, recursively and offline. A ' +
    'function is certain where the target is known (address book, --abi) and a guess from its first four bytes elsewhere.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> 0xa9059cbb0000000000000000000000001111111111111111111111111111111111111111000000000000000000000000000000000000000000000000000000000000002a',
    '<%= config.bin %> <%= command.id %> 0x571f03e5000000000000000000000000c02aaa39b223fe8d0a0e5c4f27ead9083c756cc200000000000000000000000000000000000000000000000000000000001b7740 --to 0x64b761D848206f447Fe2dd461b0c635Ec39EbB27 --chain ethereum',
  ]
  static override args = {data: Args.string({description: 'calldata (0x...), or a file that holds it', required: true})}
  static override flags = {
    to: Flags.string({description: 'address that is called', helpValue: 'ADDRESS'}),
    chain: Flags.string({description: 'chain, by name or id', helpValue: 'CHAIN'}),
    abi: Flags.string({description: 'functions of the target: JSON, or one fragment a line', helpValue: 'FILE'}),
    value: Flags.string({description: 'wei that the call carries', helpValue: 'WEI', default: '0'}),
    delegatecall: Flags.boolean({description: 'the data is given by delegatecall'}),
  }

  async run(): Promise<Explanation> {
    const {args, flags} = await this.parse(Decode)
    const data = await calldataOf(args.data)
    const to = flags.to === undefined ? undefined : addressOf('to', flags.to)
    const chainId = flags.chain === undefined ? undefined : Number(chainOf(flags.chain))
    const pins = flags.abi === undefined ? new Map<string, never>() : await pinsFrom(flags.abi, flags.to)
    const value = weiOf('value', flags.value)
    const operation = flags.delegatecall ? 'delegatecall' : 'call'
    const explanation = explain({operation, to, value, data}, {chainId, pins})
    return this.conclude(explanation, EXIT.yes, decodedScreen(explanation))
  }
}
