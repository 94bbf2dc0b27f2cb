import {PlimsollError} from '../../errors.js'
import type {ProtocolRequest} from '../model.js'
import {DEPLOYMENTS, findDeployment, type deploymentOf} from './deployments.js'
import {saidVersion, type Version} from './scope.js'

/**
 * Risk stewards of the 3.7 generation (no debt ceiling in updateCollateralSide), by deployment.
 * A steward's code cannot change, so each entry holds for its address and for no other.
 *
 * Source: the constants NEW_RISK_STEWARD* of the Aave governance payloads "Aave V3.7 RiskSteward Update"
 * (contracts AaveV3<Market>_RiskStewardsUpdate_20260331, https://governance.aave.com/t/arfc-bgd-aave-v3-7/24075);
 * Monad: scripts/networks/RiskStewardsMonad.s.sol of aave-dao/aave-v3-risk-stewards at ab49968, which deploys that generation.
 * Not read from a live node. Metis, Soneium and zkSync are left out on purpose: what stands there was not found.
 */
const GENERATION_3_7: Readonly<Record<string, string>> = {
  AaveV3Arbitrum: '0xC5762E5A5c12886D4F6768549A9C605823d029E9',
  AaveV3Avalanche: '0x43632469e02CDAaEB4dE3DcBfCAaBEf310975729',
  AaveV3BNB: '0x42ca9E62C9B61d01Bb222d6E69f095eE98e61cE8',
  AaveV3Base: '0x494bcfd3937aBdebEF3D2c2eae1CE8A2Fb629032',
  AaveV3Celo: '0xF73F2634b43344d86921DA3391d4EF0d5675Dd63',
  AaveV3Ethereum: '0x13a9CC64344b02bACC5AD9Cf38B5711F1B9ec3d4',
  AaveV3EthereumEtherFi: '0x9Db34dC89D9BC56A5E2899c328D959eF9E072645',
  AaveV3EthereumLido: '0x5BA8d98feE911C2422EbEBFB6b774128924CcD68',
  AaveV3Gnosis: '0xd7f6CbA78FcE1799C29460765c97D7792eeD0756',
  AaveV3InkWhitelabel: '0xC1d38a1cdfb53Fce012A3A8CB42B64ddF60d4332',
  AaveV3Linea: '0xE77aF99210AC55939e1ba0bFC6A9a20E1Da73b25',
  AaveV3Mantle: '0xb5a1Fe36dcf5Ba149Cb8d90A03f4709141eE5442',
  AaveV3MegaEth: '0xb5a1Fe36dcf5Ba149Cb8d90A03f4709141eE5442',
  AaveV3Monad: '0x98217A06721Ebf727f2C8d9aD7718ec28b7aAe34',
  AaveV3Optimism: '0x33df99d9d6F69fbe2722920883609532EFc2541d',
  AaveV3Plasma: '0xdDE20B20E21a6F3b7080e740b684CDf5b764B80D',
  AaveV3Polygon: '0x8F3537814430829Ca6760C92859F1A3cE235049A',
  AaveV3Scroll: '0xc524A770ae73e57F0295aA48fd7605927a628B3b',
  AaveV3Sonic: '0xb9898C9F4711cBCaD882863302EF8300bFc9d6Dc',
  AaveV3XLayer: '0x7D0219C7037819B3F5d73E235C595189C3F8c224',
}

/**
 * The generations of the RiskSteward (aave-v3-risk-stewards), told apart by POOL_DATA_PROVIDER(), A's
 * alone, and by the debt ceiling in getRiskConfig(), which C lacks.
 * A: for Aave 3.1, no eModes. B: 3.2 to 3.6, eModes. C: 3.7, no debt ceiling, and eModes with `isolated`.
 */
export type StewardGeneration = 'A' | 'B' | 'C'

/** Which Aave each generation is for. */
export const GENERATION_OF: Readonly<Record<StewardGeneration, string>> = {A: '3.1', B: '3.2 to 3.6', C: '3.7'}

const isKnown = (name: string, riskSteward: string | undefined): boolean =>
  riskSteward !== undefined && GENERATION_3_7[name] === riskSteward

/** The generation for a release; where nobody says it, the latest, which sets least. */
export const generationFor = (version: string | undefined): StewardGeneration =>
  version === undefined || version === '3.7' ? 'C' : version === '3.1' ? 'A' : 'B'

/** The release that decides what a request can set: the one it says, or that of a steward whose generation is known. */
export function versionOf(request: Pick<ProtocolRequest, 'protocol'>): Version | undefined {
  const {deployment = '', through} = request.protocol
  const said = saidVersion(request)
  if (said !== undefined || through !== 'risk-steward' || !DEPLOYMENTS.includes(deployment)) return said
  return isKnown(deployment, findDeployment(deployment).riskSteward) ? '3.7' : undefined
}

/**
 * The steward of a market and its generation: known by its address, or from `protocol.version`.
 * @throws AAVE_NO_STEWARD, AAVE_STEWARD_VERSION when it is neither known nor said, or when the two disagree.
 */
export function stewardOf(
  {name, riskSteward, source}: ReturnType<typeof deploymentOf>,
  version: string | undefined,
): {address: string; generation: StewardGeneration} {
  if (riskSteward === undefined) {
    throw new PlimsollError('AAVE_NO_STEWARD', `${name} has no risk steward in the address book (${source}).`, {
      suggestions: ['Use `through: configurator`.'],
    })
  }
  const known = isKnown(name, riskSteward)
  if (version === '3.0' || (known && version !== undefined && version !== '3.7')) {
    const what = known
      ? 'is of the 3.7 generation (Aave V3.7 RiskSteward Update, March 2026)'
      : 'needs Aave 3.1 or later'
    throw new PlimsollError(
      'AAVE_STEWARD_VERSION',
      `The proposal says version ${version}, but the risk steward ${riskSteward} of ${name} ${what}.`,
      {suggestions: known ? ['Write `version: "3.7"`, or leave it out.'] : ['Use `through: configurator`.']},
    )
  }
  if (known) return {address: riskSteward, generation: 'C'}
  if (version === undefined) {
    throw new PlimsollError(
      'AAVE_STEWARD_VERSION',
      `Which generation the risk steward ${riskSteward} of ${name} is of is not known here, and it decides the calldata.`,
      {
        suggestions: [
          'Say it under `protocol:`, as in `version: "3.6"` (3.1 the first, 3.2 to 3.6 with eModes, 3.7 without a debt ceiling).',
          'To find out, ask the steward: only the first has POOL_DATA_PROVIDER(), and the getRiskConfig() of 3.7 has no debtCeiling.',
        ],
      },
    )
  }
  return {address: riskSteward, generation: generationFor(version)}
}
