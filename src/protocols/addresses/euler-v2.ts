import {bookOf, type BookAddress} from './book.js'

/** Addresses of Euler v2, copied from the repositories that name them. None was read from a live node. */
export const EULER_V2: readonly BookAddress[] = [
  ...bookOf('github:euler-xyz/euler-interfaces:addresses/1', [
    [1, 'eVaultFactory', '0x29a56a1b8214D9Cf7c5561811750D5cBDb45CC8e'],
    [1, 'evc', '0x0C9a3dd6b8F28529d72d7f9cE918D493519EE383'],
    [1, 'protocolConfig', '0x4cD6BF1D183264c02Be7748Cb5cd3A47d013351b'],
    [1, 'accessControlEmergencyGovernor', '0x35400831044167E9E2DE613d26515eeE37e30a1b', 'account'],
    [1, 'accessControlEmergencyGovernorAdminTimelock', '0xBfeE2D937FB9223FFD65b7cDF607bd1DA9B97E59', 'account'],
    [1, 'accessControlEmergencyGovernorWildcardTimelock', '0x1b8C367aE56656b1D0901b2ADd1AD3226fF74f5a', 'account'],
    [1, 'capRiskSteward', '0xe934ff7D4E7c71B844524b83B35598d0Ad27B048'],
    [1, 'eVaultFactoryGovernor', '0x2F13256E04022d6356d8CE8C53C7364e13DC1f3d', 'account'],
    [1, 'eVaultFactoryTimelock', '0xfb034c1C6c7F42171b2d1Cb8486E0f43ED07A968', 'account'],
    [1, 'daoMultisig', '0xcAD001c30E96765aC90307669d578219D4fb1DCe', 'account'],
    [1, 'securityCouncil', '0xb3b84e8320250Afe7a5fb313Ee32B52982b73c53', 'account'],
  ]),
]
