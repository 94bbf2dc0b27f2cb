import {Plugin} from '@oclif/core'
import {writeFile} from 'node:fs/promises'

/** Writes oclif.manifest.json, so that a run need not load every command to learn what there is. */
export async function writeManifest() {
  const plugin = new Plugin({
    errorOnManifestCreate: true,
    ignoreManifest: true,
    respectNoCacheDefault: true,
    root: process.cwd(),
    type: 'core',
  })
  await plugin.load()
  await writeFile('oclif.manifest.json', `${JSON.stringify(plugin.manifest, undefined, 2)}\n`)
}
