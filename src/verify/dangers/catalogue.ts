/** How much a signer should make of it. */
export type Severity = 'danger' | 'info' | 'warning'

/** Every warning that there is: its id, its severity where nothing makes it worse, and what it is about. */
export const WARNINGS = {
  'delegatecall-unknown': [
    'danger',
    'A delegatecall to a contract that is no known library: its code runs as the Safe and can do anything.',
  ],
  'delegatecall-disguised': [
    'danger',
    'A delegatecall whose data looks like a harmless call (a token transfer): the shape of the Bybit theft, where the code behind it overwrote slot 0 of the Safe, its own implementation.',
  ],
  'delegatecall-sign-message': [
    'danger',
    'A delegatecall to SignMessageLib: the Safe signs a message, which can be an order or a permit.',
  ],
  'delegatecall-migration': ['danger', 'A delegatecall to SafeMigration: the implementation of the Safe is replaced.'],
  'delegatecall-create': ['warning', 'A delegatecall to CreateCall: the Safe deploys a contract.'],
  'delegatecall-multicall': [
    'warning',
    'A delegatecall to Multicall3: its items are calls by the Safe, and those that allow it may fail in silence.',
  ],
  'multisend-delegatecall': ['danger', 'An item of a MultiSend batch is a delegatecall.'],
  'multisend-nested': ['danger', 'A batch inside a batch.'],
  'multisend-version': ['warning', 'The batch contract is of another version than the Safe.'],
  'multisend-delegate': [
    'warning',
    'The batch runs through MultiSend, which would allow delegatecalls, where MultiSendCallOnly would not.',
  ],
  'multisend-chain': [
    'danger',
    'Whether the batch contract has code on this chain is not known; without code nothing happens.',
  ],
  refund: [
    'warning',
    'gasToken, refundReceiver or gasPrice is set: executing can pay a refund out of the Safe. With gasPrice above zero it does, and the severity is danger.',
  ],
  'silent-failure': [
    'warning',
    'With safeTxGas or gasPrice set, a failing call uses up the nonce instead of reverting.',
  ],
  'gas-limit': ['warning', 'safeTxGas is below what its calls may need, so that they can be made to fail.'],
  'legacy-domain': [
    'warning',
    'A Safe before 1.3.0: its signatures do not name the chain, and hold wherever the Safe has the address.',
  ],
  'legacy-data-gas': ['warning', 'A Safe before 1.0.0: `dataGas` stands for `baseGas`, and the type hash differs.'],
  'version-unknown': ['warning', 'A version of Safe that was never released; it is hashed as its neighbours are.'],
  'nonce-unusual': ['warning', 'A nonce far beyond what a Safe has used.'],
  value: ['warning', 'A call carries the native coin.'],
  'token-transfer': ['warning', 'A call moves tokens.'],
  approval: ['warning', 'A call lets somebody spend tokens; without a limit the severity is danger.'],
  'owner-change': ['danger', 'The owners of the Safe change.'],
  'threshold-change': ['danger', 'The threshold of the Safe changes.'],
  'module-change': ['danger', 'A module of the Safe is enabled or disabled: a module acts without signatures.'],
  'guard-change': ['danger', 'The guard of the Safe changes.'],
  'fallback-change': ['danger', 'The fallback handler of the Safe changes.'],
  'singleton-change': ['danger', 'The implementation of the Safe changes.'],
  upgrade: [
    'danger',
    'The implementation of a contract changes. A warning where the contract that replaces it is made by the protocol itself, of what its configuration says (Compound III).',
  ],
  ownership: ['danger', 'The owner or administrator of a contract changes.'],
  'role-change': ['warning', 'Somebody gains or loses a role.'],
  'self-call': ['warning', 'The Safe calls itself.'],
  'approve-hash': [
    'warning',
    'It approves the hash of another transaction. Without that transaction the severity is danger: what it does cannot be seen.',
  ],
  numbered: [
    'warning',
    "A step names the proposal by its number alone. The number is the file's; that it is this proposal's, only the chain says: ask the governor (getActions, proposalDetails) or the payloads controller (getPayloadById).",
  ],
  undecoded: ['warning', 'Bytes that are not understood.'],
  'trailing-bytes': ['danger', 'Bytes follow the arguments that no argument uses.'],
  'dirty-padding': ['danger', 'Bytes that must be zero are not.'],
  'non-canonical': ['danger', 'The arguments are encoded in another way than every encoder does.'],
  'invalid-utf8': ['warning', 'A text is not valid UTF-8.'],
  'guessed-function': ['info', 'The function is a guess from its first four bytes: the contract is not known here.'],
  'wrong-target': ['warning', 'The contract is known, and has no such function.'],
  'wrong-chain': ['danger', 'The address is a known contract of another chain.'],
  'zero-address': ['danger', 'A call goes to the zero address.'],
  'look-alike': [
    'danger',
    'Two addresses begin and end alike and differ in between: the way a wrong one is slipped in.',
  ],
  'confusable-text': ['warning', 'A text has letters of several scripts, or characters that cannot be seen.'],
  'eta-passed': ['danger', 'The time in which it could be executed is over.'],
  'eta-early': ['warning', 'It cannot be executed yet.'],
  order: ['warning', 'The calls stand in another order than the changes of the proposal.'],
  'unknown-field': ['warning', 'A field of the file that no Safe transaction has.'],
  'said-function': ['danger', 'The file says that the data calls another function than it does.'],
  'claimed-hash': ['danger', 'The file carries a hash that is not the hash of its own transaction.'],
  'signature-invalid': [
    'danger',
    'A signature cannot be read, is not by an owner, or is not by the owner that it is said to be of.',
  ],
  'signature-order': [
    'danger',
    'The first signatures are not in ascending order of their owners: execution would revert.',
  ],
  'signature-missing': ['warning', 'Fewer owners have signed than the threshold asks for.'],
  'description-drift': [
    'warning',
    'The description has CRLF line ends, or blanks or newlines at its ends: editors take them away, and the hash with them.',
  ],
  'evidence-stale': [
    'danger',
    'The proposal was changed after its evidence line was written: its figures are of another text.',
  ],
} as const satisfies Readonly<Record<string, readonly [Severity, string]>>

export type WarningId = keyof typeof WARNINGS

/** A warning of the catalogue; `severity` only where it is worse than usual. */
export function warning(
  id: WarningId,
  message: string,
  severity: Severity = WARNINGS[id][0],
): {readonly id: WarningId; readonly severity: Severity; readonly message: string} {
  return {id, severity, message}
}
