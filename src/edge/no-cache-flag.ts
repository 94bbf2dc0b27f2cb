import {Flags} from '@oclif/core'

/** Of commands that read a chain's state at one block. */
export const noCacheFlag = Flags.boolean({
  description: 'ask the node for everything and keep nothing; otherwise what cannot change is kept, up to 256 MiB',
  dependsOn: ['rpc'],
})
