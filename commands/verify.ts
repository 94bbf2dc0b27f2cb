import {Args, Flags} from '@oclif/core'

import {PlimsollCommand} from '../src/edge/command.js'
import {writeFileAtomic} from '../src/edge/atomic.js'
import {runVerify} from '../src/edge/verify-run.js'
import {EXIT} from '../src/errors.js'
import {style} from '../src/report/style.js'
import {verifyScreen} from '../src/report/verify-screen.js'
import type {VerifyResult} from '../src/verify/self-test.js'

const EXITS = {MATCH: EXIT.yes, MISMATCH: EXIT.no, 'CANNOT TELL': EXIT.cannotTell}

export type VerifyOutput = VerifyResult

export default class Verify extends PlimsollCommand {
  static override summary = 'does a transaction do what a proposal says, all of it, and nothing else?'
  static override description =
    'Decodes the transaction apart from the code that encodes, and compares it with the proposal, statement by statement; ' +
    'without FILE, its hash with --expect. Works offline. Exit code 0: MATCH; 1: MISMATCH; 2: unreadable input; 3: CANNOT TELL.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> proposals/aave-v3-weth-liquidation-threshold.yaml --tx safe-transaction.json',
    '<%= config.bin %> <%= command.id %> proposals/aave-v3-weth-liquidation-threshold.yaml --tx safe-transaction.json --self-test',
  ]
  static override args = {file: Args.string({description: 'proposal file (YAML)', ignoreStdin: true})}
  static override flags = {
    tx: Flags.string({
      description: 'calldata, a transaction file of any usual format, or the folder of `encode`',
      helpValue: 'T',
    }),
    bundle: Flags.string({
      description: 'everything in one file, as --save-bundle writes it',
      helpValue: 'FILE',
      exclusive: ['tx'],
    }),
    expect: Flags.string({description: 'hash that the transaction must have', helpValue: 'HASH'}),
    'expect-digest': Flags.string({description: 'sha256 that the proposal file must have', helpValue: 'SHA256'}),
    'self-test': Flags.boolean({
      description: 'change every field and argument, and show that each change would be caught',
    }),
    evidence: Flags.boolean({description: "compute the backtest again, and hold it against FILE's evidence line"}),
    nested: Flags.string({
      description: 'transactions of other Safes that go with it: a file or a folder',
      helpValue: 'T',
    }),
    safe: Flags.string({description: 'the Safe, where T does not say it', helpValue: 'ADDRESS'}),
    chain: Flags.string({description: 'its chain, by name or id', helpValue: 'CHAIN'}),
    'safe-version': Flags.string({description: 'its version, as VERSION() says it', helpValue: 'VERSION'}),
    nonce: Flags.string({description: 'its nonce', helpValue: 'N'}),
    to: Flags.string({description: 'target of bare calldata', helpValue: 'ADDRESS'}),
    abi: Flags.string({description: 'functions of that target', helpValue: 'FILE', dependsOn: ['to']}),
    owners: Flags.string({description: 'owners of the Safe, with commas between', helpValue: 'ADDRESSES'}),
    threshold: Flags.string({description: 'how many of them must sign', helpValue: 'N'}),
    state: Flags.string({
      description: 'chain state saved by simulate: the code of batch contracts is held against it',
      helpValue: 'FILE',
    }),
    'block-hash': Flags.string({description: 'hash that the block of the state must have', helpValue: 'HASH'}),
    'save-bundle': Flags.string({
      description: 'write all of it into one file in this folder',
      helpValue: 'DIR',
      dependsOn: ['tx'],
    }),
    checklist: Flags.string({description: 'write a page to print, with the hashes', helpValue: 'FILE.html'}),
  }

  async run(): Promise<VerifyOutput> {
    const {args, flags} = await this.parse(Verify)
    const {dataDir, version} = this.config
    const result = await runVerify(args.file, flags, {now: Math.floor(Date.now() / 1000), version, dataDir})
    if (flags.checklist !== undefined) {
      const {checklistPage} = await import('../src/report/checklist.js')
      await writeFileAtomic(flags.checklist, checklistPage(result))
    }
    const failed = (result.selfTest?.missed.length ?? 0) > 0
    return this.conclude(result, failed ? EXIT.no : EXITS[result.verdict], verifyScreen(result, style))
  }
}
