import {existsSync} from 'node:fs'
import path from 'node:path'
import {fileURLToPath} from 'node:url'

function findRoot(): {root: string; bundled: boolean} {
  const here = path.dirname(fileURLToPath(import.meta.url))
  for (let folder = here; ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, 'package.json'))) {
      return {root: folder, bundled: path.relative(folder, here).split(path.sep)[0] === 'dist'}
    }
    if (folder === path.dirname(folder)) throw new Error('Plimsoll is installed without its package.json')
  }
}

const {root, bundled} = findRoot()

/** The folder that holds package.json, from source and from the bundle alike. */
export const PACKAGE_ROOT = root

/** Whether this runs from the bundle; from source there are no files of its own for threads to start from. */
export const BUNDLED = bundled

/** Where the embedded series are: `dist/embedded` when run from the bundle, the sources otherwise. */
export const EMBEDDED_FOLDER = path.join(root, bundled ? 'dist/embedded' : 'src/market/embedded')
