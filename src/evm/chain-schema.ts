import type {JsonSchema} from '../protocols/model.js'

const hex = (description: string, digits?: number): JsonSchema => ({
  type: 'string',
  pattern: digits === undefined ? '^0x([0-9a-f]{2})*$' : `^0x[0-9a-f]{${digits}}$`,
  description,
})
const quantity = (description: string): JsonSchema => ({type: 'string', pattern: '^0x[0-9a-f]{1,64}$', description})
const decimal = (description: string): JsonSchema => ({
  type: 'string',
  pattern: String.raw`^(0|[1-9]\d{0,77})$`,
  description,
})
const object = (
  description: string,
  properties: Readonly<Record<string, JsonSchema>>,
  optional: Readonly<Record<string, JsonSchema>> = {},
): JsonSchema => ({
  type: 'object',
  description,
  properties: {...properties, ...optional},
  required: Object.keys(properties),
})

/** The file that `simulate --save` writes and `--state` reads. */
export const CHAIN_STATE_SCHEMA: JsonSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  $id: 'chain-state.schema.json',
  title: 'Plimsoll chain state',
  ...object(
    'The part of a chain at one block that a simulation touched, with what proves it.',
    {
      chainState: {const: 1, description: 'The version of this format.'},
      chainId: {type: 'integer', minimum: 1, description: 'The chain.'},
      source: {type: 'string', description: 'Who said so: `node eth.example`.'},
      header: {
        ...object('The block header, as eth_getBlockByNumber names its fields; its hash is computed, not believed.', {
          number: quantity('The block.'),
          timestamp: quantity('Seconds since 1970.'),
          gasLimit: quantity('The gas that the block may use.'),
          stateRoot: quantity('The root that the proofs lead to.'),
          hash: quantity('The hash of the header.'),
        }),
        additionalProperties: {type: 'string', pattern: '^0x[0-9a-f]*$'},
      },
      accounts: {
        type: 'object',
        description: 'Every account that was touched, by its address in lower case.',
        propertyNames: {pattern: '^0x[0-9a-f]{40}$'},
        additionalProperties: object('An account before the simulation.', {
          nonce: decimal('Decimal.'),
          balance: decimal('Wei, decimal.'),
          code: hex('Its code.'),
          storage: {
            type: 'object',
            description: 'Values by slot, both 32 bytes.',
            propertyNames: {pattern: '^0x[0-9a-f]{64}$'},
            additionalProperties: hex('The value.', 64),
          },
        }),
      },
      proofs: {
        type: 'array',
        items: hex('A node, RLP.'),
        description: 'Nodes of the state trie and the storage tries; empty where the node gave no proofs.',
      },
    },
    {
      nodeSimulation: object("The node's own simulation of the calls (eth_simulateV1), which no proof covers.", {
        asked: hex('keccak256 of what was asked.', 64),
        calls: {
          type: 'array',
          description: 'What came of each call.',
          items: object('A call.', {
            status: {enum: ['0x0', '0x1'], description: '0x1 when it did not fail.'},
            logs: {
              type: 'array',
              description: 'Its events.',
              items: object('An event.', {
                address: hex('Whose it is.', 40),
                topics: {type: 'array', items: hex('A topic.', 64), description: 'Its topics.'},
                data: hex('Its data.'),
              }),
            },
          }),
        },
      }),
    },
  ),
}
