// Writes src/generated/: the addresses of Aave v3, its Umbrella and the Safe contracts, cut down from their packages to what we use.
import {mkdir, readdir, readFile, writeFile} from 'node:fs/promises'
import {createRequire} from 'node:module'

const AAVE = '@aave-dao/aave-address-book'
const SAFE = '@safe-global/safe-deployments'
const SAFE_VERSIONS = ['1.3.0', '1.4.1', '1.5.0']
const SAFE_CONTRACTS = {
  multiSend: 'multi_send',
  multiSendCallOnly: 'multi_send_call_only',
  signMessageLib: 'sign_message_lib',
}

// What Safes share and nobody signs for: singletons, libraries, factories, handlers.
const SAFE_LIBRARY = [
  'compatibility_fallback_handler',
  'create_call',
  'gnosis_safe',
  'gnosis_safe_l2',
  'multi_send',
  'multi_send_call_only',
  'proxy_factory',
  'safe',
  'safe_l2',
  'safe_proxy_factory',
  'sign_message_lib',
  'simulate_tx_accessor',
]

/** Writes the generated address tables; the same packages give the same bytes. */
export async function writeAddresses() {
  await mkdir('src/generated', {recursive: true})
  await writeModule('aave-v3', 'AAVE_V3', 'AaveV3Book', '../protocols/aave-v3/deployments.js', await aave())
  await writeModule(
    'aave-umbrella',
    'AAVE_UMBRELLA',
    'UmbrellaBook',
    '../protocols/aave-umbrella/deployments.js',
    await umbrella(),
  )
  await writeModule('safe', 'SAFE', 'SafeBook', '../governance/safe-contracts.js', await safe())
  await writeModule(
    'safe-library',
    'SAFE_LIBRARY',
    'SafeLibrary',
    '../governance/safe-contracts.js',
    await safeLibrary(),
  )
}

async function writeModule(file, name, type, from, value) {
  const head = `// Written by bin/build/addresses.js; do not edit.\nimport type {${type}} from '${from}'\n`
  await writeFile(`src/generated/${file}.ts`, `${head}\nexport const ${name}: ${type} = ${JSON.stringify(value)}\n`)
}

/** The folder of an installed package and its version, without loading the package. */
async function locate(name) {
  const {paths} = createRequire(`${process.cwd()}/package.json`).resolve
  for (const folder of paths(name) ?? []) {
    const text = await readFile(`${folder}/${name}/package.json`, 'utf8').catch(() => undefined)
    if (text !== undefined) return {folder: `${folder}/${name}`, version: JSON.parse(text).version}
  }
  throw new Error(`${name} is not installed: run npm ci`)
}

async function aave() {
  const {folder, version} = await locate(AAVE)
  const files = (await readdir(`${folder}/dist`)).filter((file) => /^AaveV3\w+\.mjs$/.test(file)).sort()
  const entries = files.map(async (file) => {
    const name = file.replace('.mjs', '')
    const book = await import(`${AAVE}/${name}`)
    // From 3.4 on a pool has one rate strategy; before, each reserve names its own.
    const rateStrategy = Object.values(book.ASSETS)[0]?.INTEREST_RATE_STRATEGY
    const assets = Object.entries(book.ASSETS).map(([symbol, {UNDERLYING, decimals, id, INTEREST_RATE_STRATEGY}]) => [
      symbol,
      {
        underlying: UNDERLYING,
        decimals,
        id,
        ...(INTEREST_RATE_STRATEGY !== rateStrategy && {rateStrategy: INTEREST_RATE_STRATEGY}),
      },
    ])
    const deployment = {
      chainId: book.CHAIN_ID,
      pool: book.POOL,
      configurator: book.POOL_CONFIGURATOR,
      dataProvider: book.AAVE_PROTOCOL_DATA_PROVIDER,
      configEngine: book.CONFIG_ENGINE,
      riskSteward: book.RISK_STEWARD,
      riskCouncil: book.RISK_COUNCIL,
      rateStrategy,
      source: `${AAVE}@${version}:dist/${file}`,
      assets: Object.fromEntries(assets),
    }
    return [name, deployment] // what a deployment lacks is undefined, which JSON leaves out
  })
  return Object.fromEntries(await Promise.all(entries))
}

/** Aave's Umbrella on Ethereum, with the stake tokens by their names in the address book. */
async function umbrella() {
  const {version} = await locate(AAVE)
  const book = await import(`${AAVE}/UmbrellaEthereum`)
  const stakes = Object.entries(book.UMBRELLA_STAKE_ASSETS).map(([name, {STAKE_TOKEN, decimals}]) => [
    name,
    {token: STAKE_TOKEN, decimals},
  ])
  return {
    UmbrellaEthereum: {
      chainId: book.CHAIN_ID,
      umbrella: book.UMBRELLA,
      market: 'AaveV3Ethereum',
      source: `${AAVE}@${version}:dist/UmbrellaEthereum.mjs`,
      stakes: Object.fromEntries(stakes),
    },
  }
}

async function safe() {
  const {folder, version: release} = await locate(SAFE)
  const book = {}
  for (const version of SAFE_VERSIONS) {
    book[version] = {}
    for (const [name, asset] of Object.entries(SAFE_CONTRACTS)) {
      const path = `dist/assets/v${version}/${asset}.json`
      const {deployments, networkAddresses} = JSON.parse(await readFile(`${folder}/${path}`, 'utf8'))
      // Where a chain has several, the package lists its default first.
      const defaults = Object.entries(networkAddresses).map(([chain, kinds]) => [Number(chain), [kinds].flat()[0]])
      book[version][name] = {
        source: `${SAFE}@${release}:${path}`,
        deployments: Object.entries(deployments).map(([kind, {address, codeHash}]) => ({
          kind,
          address,
          codeHash,
          defaultOn: defaults.flatMap(([chain, first]) => (first === kind ? [chain] : [])).sort((a, b) => a - b),
        })),
      }
    }
  }
  return book
}

/** Lower-case address to name: "the Safe contract SafeL2 1.4.1". */
async function safeLibrary() {
  const {folder} = await locate(SAFE)
  const book = {}
  for (const version of SAFE_VERSIONS) {
    for (const file of SAFE_LIBRARY) {
      const text = await readFile(`${folder}/dist/assets/v${version}/${file}.json`, 'utf8').catch(() => undefined)
      if (text === undefined) continue // named otherwise in that version
      const {contractName, deployments} = JSON.parse(text)
      for (const {address} of Object.values(deployments)) {
        book[address.toLowerCase()] ??= `the Safe contract ${contractName} ${version}`
      }
    }
  }
  return book
}
