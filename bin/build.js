// Builds everything that is generated: addresses, policies, schemas, the bundle, the command manifest. Run by `npm run build`.
import {rm} from 'node:fs/promises'
import {fileURLToPath} from 'node:url'

import {writeAddresses} from './build/addresses.js'
import {bundle} from './build/bundle.js'
import {writeManifest} from './build/manifest.js'
import {writePolicies} from './build/policies.js'
import {writeSchemas} from './build/schemas.js'
import {isStale} from './build/stale.js'

process.chdir(fileURLToPath(new URL('..', import.meta.url)))
if (process.argv.includes('--if-stale') && !(await isStale())) process.exit()
await rm('dist', {force: true, recursive: true})
await writeAddresses()
await writePolicies()
await writeSchemas()
await bundle()
await writeManifest()
