// Contracts that stand at one address on every chain that has them, because it follows from their code: of Safe (from
// @safe-global/safe-deployments 1.37.56, with the code hashes listed there) and Multicall3. `abi title`.

const SAFE_LIBRARIES: Readonly<Record<string, string>> = {
  '0x8d29be29923b68abfdd21e541b9374737b49cdad': 'safe-multisend MultiSend 1.1.1',
  '0xa238cbeb142c10ef7ad8442c6d1f9e89e07e7761': 'safe-multisend MultiSend 1.3.0',
  '0x998739bfdaadde7c933b942a68053933098f9eda': 'safe-multisend MultiSend 1.3.0',
  '0x0dfcccb95225ffb03c6fbb2559b530c2b7c8a912': 'safe-multisend MultiSend 1.3.0',
  '0x38869bf66a61cf6bdb996a6ae40d5853fd43b526': 'safe-multisend MultiSend 1.4.1',
  '0x309d0b190fecca8e1d5d8309a16f7e3cb133e885': 'safe-multisend MultiSend 1.4.1',
  '0x218543288004cd07832472d464648173c77d7eb7': 'safe-multisend MultiSend 1.5.0',
  '0x40a2accbd92bca938b02010e17a5b8929b49130d': 'safe-multisend MultiSendCallOnly 1.3.0',
  '0xa1dabef33b3b82c7814b6d82a79e50f4ac44102b': 'safe-multisend MultiSendCallOnly 1.3.0',
  '0xf220d3b4dfb23c4ade8c88e526c1353abacbc38f': 'safe-multisend MultiSendCallOnly 1.3.0',
  '0x9641d764fc13c8b624c04430c7356c1c7c8102e2': 'safe-multisend MultiSendCallOnly 1.4.1',
  '0x0408ef011960d02349d50286d20531229bcef773': 'safe-multisend MultiSendCallOnly 1.4.1',
  '0xa83c336b20401af773b6219ba5027174338d1836': 'safe-multisend MultiSendCallOnly 1.5.0',
  '0xa65387f16b013cf2af4605ad8aa5ec25a2cba3a2': 'safe-sign-message-lib SignMessageLib 1.3.0',
  '0x98ffbbf51bb33a056b08ddf711f289936aaff717': 'safe-sign-message-lib SignMessageLib 1.3.0',
  '0x357147caf9c0cca67dfa0cf5369318d8193c8407': 'safe-sign-message-lib SignMessageLib 1.3.0',
  '0xd53cd0ab83d845ac265be939c57f53ad838012c9': 'safe-sign-message-lib SignMessageLib 1.4.1',
  '0xaca1ec0a1a575cdccf1dc3d5d296202eb6061888': 'safe-sign-message-lib SignMessageLib 1.4.1',
  '0x4ffef8222648872b3de295ba1e49110e61f5b5aa': 'safe-sign-message-lib SignMessageLib 1.5.0',
  '0x526643f69b81b008f46d95cd5ced5ec0edffdac6': 'safe-migration SafeMigration 1.4.1',
  '0x817756c6c555a94bcee39eb5a102abc1678b09a7': 'safe-migration SafeMigration 1.4.1',
  '0x6439e7abd8bb915a5263094784c5cf561c4172ac': 'safe-migration SafeMigration 1.5.0',
  '0x7cbb62eaa69f79e6873cd1ecb2392971036cfaa4': 'safe-create-call CreateCall 1.3.0',
  '0xb19d6ffc2182150f8eb585b79d4abcd7c5640a9d': 'safe-create-call CreateCall 1.3.0',
  '0xcb8e5e438c5c2b45fbe17b02ca9af91509a8ad56': 'safe-create-call CreateCall 1.3.0',
  '0x9b35af71d77eaf8d7e40252370304687390a1a52': 'safe-create-call CreateCall 1.4.1',
  '0xaaa566fe7978bb0fb0b5362b7ba23038f4428d8f': 'safe-create-call CreateCall 1.4.1',
  '0x2ef5ecfbea521449e4de05edb1ce63b75eda90b4': 'safe-create-call CreateCall 1.5.0',
  '0xca11bde05977b3631167028862be2a173976ca11': 'multicall3 Multicall3',
}

const SAFE_SINGLETONS: Readonly<Record<string, string>> = {
  '0xb6029ea3b2c51d09a50b53ca8012feeb05bda35a': 'safe Safe 1.0.0 singleton',
  '0x34cfac646f301356faa8b21e94227e3583fe3f5f': 'safe Safe 1.1.1 singleton',
  '0x6851d6fdfafd08c0295c392436245e5bc78b0185': 'safe Safe 1.2.0 singleton',
  '0xd9db270c1b5e3bd161e8c8503c55ceabee709552': 'safe Safe 1.3.0 singleton',
  '0x3e5c63644e683549055b9be8653de26e0b4cd36e': 'safe SafeL2 1.3.0 singleton',
  '0x41675c099f32341bf84bfc5382af534df5c7461a': 'safe Safe 1.4.1 singleton',
  '0x29fcb43b46531bca003ddc8fcb67ffe91900c762': 'safe SafeL2 1.4.1 singleton',
  '0xff51a5898e281db6dfc7855790607438df2ca44b': 'safe Safe 1.5.0 singleton',
  '0xedd160febbd92e350d4d398fb636302fccd67c7e': 'safe SafeL2 1.5.0 singleton',
}

/** `abi title` of a contract that stands at this address (lower case) wherever it stands. */
export function deterministicContract(address: string): string | undefined {
  return SAFE_LIBRARIES[address] ?? SAFE_SINGLETONS[address]
}
