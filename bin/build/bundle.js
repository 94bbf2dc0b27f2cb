import {build} from 'esbuild'
import {cp} from 'node:fs/promises'
import {existsSync} from 'node:fs'
import {glob} from 'tinyglobby'

// CommonJS dependencies keep their require(), __filename and __dirname.
const banner = [
  "import {createRequire as __cr} from 'node:module'",
  "import {dirname as __dn} from 'node:path'",
  "import {fileURLToPath as __fu} from 'node:url'",
  'const require = __cr(import.meta.url), __filename = __fu(import.meta.url), __dirname = __dn(__filename)',
].join(';')

/** Benchmarks and their threads: in a checkout only. */
const BENCHES = [
  {in: 'test/bench/main.ts', out: 'bench'},
  {in: 'test/bench/power.ts', out: 'power'},
  {in: 'test/bench/surplus-worker.ts', out: 'surplus-worker'},
  {in: 'test/bench/sweep-worker.ts', out: 'sweep-worker'},
]

/** Bundles the command line: one entry for the launcher and each command, what they share split off; data beside it. */
export async function bundle() {
  const commands = await glob('commands/**/*.ts')
  await build({
    banner: {js: banner},
    bundle: true,
    chunkNames: 'chunks/[name]-[hash]',
    entryPoints: [
      {in: 'src/edge/main.ts', out: 'main'},
      {in: 'src/edge/command-not-found.ts', out: 'hooks/command-not-found'},
      {in: 'src/edge/fund/worker.ts', out: 'fund-worker'},
      {in: 'src/edge/workers/rolling-worker.ts', out: 'rolling-worker'},
      ...BENCHES.filter(({in: file}) => existsSync(file)),
      ...commands.map((file) => ({in: file, out: file.replace(/\.ts$/, '')})),
    ],
    external: ['ts-node', 'tsx', 'typescript'], // oclif looks for them while developing only
    format: 'esm',
    logLevel: 'warning',
    minifySyntax: true,
    minifyWhitespace: true,
    outdir: 'dist',
    platform: 'node',
    splitting: true,
    target: 'node20',
  })
  if (existsSync('src/market/embedded')) await cp('src/market/embedded', 'dist/embedded', {recursive: true})
}
