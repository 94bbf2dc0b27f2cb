import {Args, Flags} from '@oclif/core'

import {writeFolderAtomic} from '../src/edge/atomic.js'
import {PlimsollCommand} from '../src/edge/command.js'
import {evidenceOf, refuseStaleEvidence} from '../src/edge/evidence.js'
import {bundleOf} from '../src/edge/encoded-bundle.js'
import {optionalValue} from '../src/edge/optional-value.js'
import {expectDigest, loadProposal} from '../src/edge/load-proposal.js'
import {encodedFields, encodeProposal} from '../src/governance/encode.js'
import {explainAddresses, type AddressProvenance} from '../src/governance/explain-addresses.js'
import {encodedScreen, provenanceScreen, type Encoded} from '../src/report/encoded.js'

export interface EncodeResult extends Encoded {
  readonly file: string
  readonly chainId: number
  /** What `--explain-address` asked for. */
  readonly explained?: readonly AddressProvenance[]
}

export default class Encode extends PlimsollCommand {
  static override summary = 'encode a proposal as governance transactions'
  static override description =
    'Prints the calls, the steps and the hashes; with --out also writes a folder with README.md, calls.json, steps.json, ' +
    'proposal.lock and the files of each Safe transaction, whole or not at all.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> proposals/aave-v3-weth-liquidation-threshold.yaml',
    '<%= config.bin %> <%= command.id %> proposals/aave-v3-weth-liquidation-threshold.yaml --out artefacts',
    '<%= config.bin %> <%= command.id %> proposals/aave-v3-weth-liquidation-threshold.yaml --explain-address all',
    '<%= config.bin %> <%= command.id %> proposals/aave-v3-weth-liquidation-threshold.yaml --bundle bundles',
  ]
  static override args = {file: Args.string({description: 'proposal file (YAML)', required: true})}
  static override flags = {
    out: Flags.string({description: 'folder to write', helpValue: 'DIR'}),
    force: Flags.boolean({description: 'replace the folder if it is there', dependsOn: ['out']}),
    'explain-address': Flags.string({
      description: 'say where an address comes from, or `all` that the calls go to and carry',
      helpValue: 'ADDRESS',
    }),
    bundle: Flags.string({
      description:
        'write all that a signer needs into one file, named by its digest, in this folder; `.` when none is named',
      helpValue: 'DIR',
    }),
    state: Flags.string({
      description: 'chain state, saved by simulate, to put into the bundle',
      helpValue: 'FILE',
      dependsOn: ['bundle'],
    }),
    'expect-digest': Flags.string({description: 'sha256 that the proposal file must have', helpValue: 'SHA256'}),
  }

  async run(): Promise<EncodeResult> {
    const {args, flags} = await this.parse(Encode, optionalValue(this.argv, '--bundle', '.'))
    const loaded = await loadProposal(args.file)
    expectDigest(loaded, flags['expect-digest'])
    refuseStaleEvidence(loaded)
    const evidence = flags.out === undefined ? undefined : await evidenceOf(loaded, this.config.dataDir)
    const {version} = this.config
    const {file, digest, proposal} = loaded
    const encoded = encodeProposal(proposal, {...loaded, evidence, version})
    if (flags.out !== undefined) {
      const files = Object.fromEntries(encoded.artefacts.map(({name, content}) => [name, content]))
      await writeFolderAtomic(flags.out, files, {replace: flags.force})
    }
    const asked = flags['explain-address']
    const explained = asked === undefined ? undefined : explainAddresses(asked, proposal, encoded)
    const bundle = flags.bundle === undefined ? undefined : await bundleOf(loaded, encoded, flags, version)
    const result = {
      file,
      digest,
      chainId: encoded.chainId,
      ...encodedFields(encoded),
      ...(flags.out === undefined ? {} : {out: flags.out}),
      ...(bundle === undefined ? {} : {bundle}),
      files: encoded.artefacts.map(({name}) => name),
      ...(explained && {explained}),
    }
    this.log(encodedScreen(result) + (explained ? provenanceScreen(explained) : ''))
    return result
  }
}
