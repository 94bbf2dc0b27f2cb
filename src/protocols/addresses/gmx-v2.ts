import {bookOf, type BookAddress} from './book.js'

/** Addresses of GMX v2, copied from the repositories that name them. None was read from a live node. */
export const GMX_V2: readonly BookAddress[] = [
  ...bookOf('github:gmx-io/gmx-synthetics@a5c0c883:deployments/arbitrum/Config.json', [
    [42161, 'Config', '0x0BBbbF9D0cbdE8069e926c859E530B00Bfe90072'],
  ]),
  ...bookOf('github:gmx-io/gmx-synthetics@a5c0c883:deployments/arbitrum/DataStore.json', [
    [42161, 'DataStore', '0xFD70de6b91282D8017aA4E741e9Ae325CAb992d8'],
  ]),
  ...bookOf('github:gmx-io/gmx-synthetics@a5c0c883:deployments/arbitrum/EventEmitter.json', [
    [42161, 'EventEmitter', '0xC8ee91A54287DB53897056e12D9819156D3822Fb'],
  ]),
  ...bookOf('github:gmx-io/gmx-synthetics@a5c0c883:deployments/arbitrum/RoleStore.json', [
    [42161, 'RoleStore', '0x3c3d99FD298f679DBC2CEcd132b4eC4d0F5e6e72'],
  ]),
  ...bookOf('github:gmx-io/gmx-synthetics@a5c0c883:deployments/arbitrum/ConfigTimelockController.json', [
    [42161, 'ConfigTimelockController', '0xC77E6C0ca99E02660A23c00A860Dd5a8912DEaF5'],
  ]),
  ...bookOf('github:gmx-io/gmx-synthetics@a5c0c883:deployments/arbitrum/TimelockConfig.json', [
    [42161, 'TimelockConfig', '0x4A1D9e342E2dB5f4a02c9eF5cB29CaF289f31599'],
  ]),
  ...bookOf('github:gmx-io/gmx-synthetics@a5c0c883:deployments/arbitrum/ConfigSyncer.json', [
    [42161, 'ConfigSyncer', '0x2966bE26c325796c0e63D769AbD457532411Ffed'],
  ]),
  ...bookOf('github:gmx-io/gmx-synthetics@a5c0c883:deployments/arbitrum/ProtocolGovernor.json', [
    [42161, 'ProtocolGovernor', '0x03e8f708e9C85EDCEaa6AD7Cd06824CeB82A7E68', 'account'],
  ]),
  ...bookOf('github:gmx-io/gmx-synthetics@a5c0c883:deployments/arbitrum/GovTimelockController.json', [
    [42161, 'GovTimelockController', '0xFBEff82f2DD5E51B8AF34b57cf788b4b09d466F9', 'account'],
  ]),
  ...bookOf('github:gmx-io/gmx-synthetics@a5c0c883:deployments/avalanche/Config.json', [
    [43114, 'Config', '0x7591b82203C3B33b5cb233C40517f1bC872db774'],
  ]),
  ...bookOf('github:gmx-io/gmx-synthetics@a5c0c883:deployments/avalanche/DataStore.json', [
    [43114, 'DataStore', '0x2F0b22339414ADeD7D5F06f9D604c7fF5b2fe3f6'],
  ]),
  ...bookOf('github:gmx-io/gmx-synthetics@a5c0c883:deployments/avalanche/EventEmitter.json', [
    [43114, 'EventEmitter', '0xDb17B211c34240B014ab6d61d4A31FA0C0e20c26'],
  ]),
  ...bookOf('github:gmx-io/gmx-synthetics@a5c0c883:deployments/avalanche/RoleStore.json', [
    [43114, 'RoleStore', '0xA44F830B6a2B6fa76657a3B92C1fe74fcB7C6AfD'],
  ]),
  ...bookOf('github:gmx-io/gmx-synthetics@a5c0c883:deployments/avalanche/ConfigTimelockController.json', [
    [43114, 'ConfigTimelockController', '0x20D56cf90fD3C8f3bEb9BAC03AfdA3241093DE36'],
  ]),
  ...bookOf('github:gmx-io/gmx-synthetics@a5c0c883:deployments/avalanche/TimelockConfig.json', [
    [43114, 'TimelockConfig', '0x37e1AeB6118B0106810D2eF7662875C414e39Ca4'],
  ]),
  ...bookOf('npm:@gmx-io/sdk@1.4.0', [
    [42161, 'MARKET_ETH_USD_WETH_USDC', '0x70d95587d40A2caf56bd97485aB3Eec10Bee6336'],
  ]),
]
