import {bookOf, type BookAddress} from './book.js'

/** Addresses of Maker, copied from the repositories that name them. None was read from a live node. */
export const MAKER: readonly BookAddress[] = [
  ...bookOf('github:sky-ecosystem/spells-mainnet@17aee91', [
    [1, 'CHANGELOG', '0xdA0Ab1e0017DEbCd72Be8599041a2aa3bA7e740F', 'src/test/addresses_mainnet.sol'],
    [1, 'MCD_ADM', '0x929d9A1435662357F54AdcF64DcEE4d6b867a6f9', 'src/test/addresses_mainnet.sol'],
    [1, 'MCD_ADM_LEGACY', '0x0a3f6849f78076aefaDf113F5BED87720274dDC0', 'src/test/addresses_mainnet.sol'],
    [1, 'MCD_VAT', '0x35D1b3F3D7966A1DFe207aa4514C12a259A0492B', 'src/test/addresses_mainnet.sol'],
    [1, 'MCD_JUG', '0x19c0976f590D67707E62397C87829d896Dc0f1F1', 'src/test/addresses_mainnet.sol'],
    [1, 'MCD_DOG', '0x135954d155898D42C90D2a57824C690e0c7BEf1B', 'src/test/addresses_mainnet.sol'],
    [1, 'MCD_VOW', '0xA950524441892A31ebddF91d3cEEFa04Bf454466', 'src/test/addresses_mainnet.sol'],
    [1, 'MCD_PAUSE', '0xbE286431454714F511008713973d3B053A2d38f3', 'src/test/addresses_mainnet.sol'],
    [1, 'MCD_PAUSE_PROXY', '0xBE8E3e3618f7474F8cB1d074A26afFef007E98FB', 'src/test/addresses_mainnet.sol', 'account'],
    [1, 'MCD_SPOT', '0x65C79fcB50Ca1594B025960e539eD7A9a6D434A3', 'src/test/addresses_mainnet.sol'],
    [1, 'MCD_END', '0x0e2e8F1D1326A4B9633D96222Ce399c708B19c28', 'src/test/addresses_mainnet.sol'],
    [1, 'MCD_ESM', '0x09e05fF6142F2f9de8B6B65855A1d56B6cfE4c58', 'src/test/addresses_mainnet.sol'],
    [1, 'MCD_POT', '0x197E90f9FAD81970bA7976f33CbD77088E5D7cf7', 'src/test/addresses_mainnet.sol'],
    [1, 'MCD_IAM_AUTO_LINE', '0xC7Bdd1F2B16447dcf3dE045C4a039A60EC2f0ba3', 'src/test/addresses_mainnet.sol'],
    [1, 'MCD_CLIP_ETH_A', '0xc67963a226eddd77B91aD8c421630A1b0AdFF270', 'src/test/addresses_mainnet.sol'],
    [1, 'MCD_CLIP_CALC_ETH_A', '0x7d9f92DAa9254Bbd1f479DBE5058f74C2381A898', 'src/test/addresses_mainnet.sol'],
    [1, 'MCD_CLIP_WSTETH_A', '0x49A33A28C4C7D9576ab28898F4C9ac7e52EA457A', 'src/test/addresses_mainnet.sol'],
    [1, 'LINE_MOM', '0x9c257e5Aaf73d964aEBc2140CA38078988fB0C10', 'src/test/addresses_mainnet.sol', 'account'],
    [1, 'CLIPPER_MOM', '0x79FBDF16b366DFb14F66cE4Ac2815Ca7296405A0', 'src/test/addresses_mainnet.sol', 'account'],
    [1, 'OSM_MOM', '0x76416A4d5190d071bfed309861527431304aA14f', 'src/test/addresses_mainnet.sol', 'account'],
    [1, 'MCD_SPLIT', '0xBF7111F13386d23cb2Fba5A538107A73f6872bCF', 'src/test/addresses_mainnet.sol'],
    [1, 'MCD_KICK', '0xD889477102e8C4A857b78Fcc2f134535176Ec1Fc', 'src/test/addresses_mainnet.sol'],
    [1, 'MCD_SPBEAM', '0x36B072ed8AFE665E3Aa6DaBa79Decbec63752b22', 'src/test/addresses_mainnet.sol'],
    [1, 'SPBEAM_MOM', '0xf0C6e6Ec8B367cC483A411e595D3Ba0a816d37D0', 'src/test/addresses_mainnet.sol', 'account'],
    [1, 'LOCKSTAKE_CLIP', '0x836F56750517b1528B5078Cba4Ac4B94fBE4A399', 'src/test/addresses_mainnet.sol'],
    [1, 'ILK_REGISTRY', '0x5a464C28D19848f44199D003BeF5ecc87d090F87', 'src/test/addresses_mainnet.sol'],
  ]),
]
