import {bookOf, type BookAddress} from './book.js'

/** Addresses of Synthetix v3, copied from the repositories that name them. None was read from a live node. */
export const SYNTHETIX_V3: readonly BookAddress[] = [
  ...bookOf('github:Synthetixio/synthetix-v3@23585f73:auxiliary', [
    [8453, 'CoreProxy', '0x32C222A9A159782aFD7529c87FA34b96CA72C696'],
    [8453, 'PerpsMarketProxy', '0x0A2AF931eFFd34b81ebcc57E3d3c9B1E1dE1C9Ce'],
    [1, 'CoreProxy', '0xffffffaEff0B96Ea8e4f94b2253f31abdD875847'],
  ]),
]
