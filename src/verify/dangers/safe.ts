import type {Warning} from '../../governance/read/calls.js'
import type {SafeTransactionText} from '../../governance/read/safe-transaction.js'
import {safeScheme} from '../../governance/read/safe-version.js'
import {warning} from './catalogue.js'

/** No Safe has made this many transactions. */
const UNUSUAL_NONCE = 1_000_000n
/** Below this, not even one call to a contract that changes something can be paid for. */
const LOW_GAS = 21_000n

/** What a signer should know about the fields around the call: gas refund, nonce, version. */
export function safeDangers({fields, unknown}: SafeTransactionText): Warning[] {
  const {gasPrice = 0n, safeTxGas = 0n, nonce = 0n, version} = fields
  const warnings: Warning[] = unknown.map((name) =>
    warning('unknown-field', `\`${name}\` is no field of a Safe transaction; it was not read`),
  )
  const pays = gasPrice > 0n
  const isZero = (address: string | undefined): boolean => address === undefined || /^0x0{40}$/.test(address)
  if (pays || !isZero(fields.gasToken) || !isZero(fields.refundReceiver)) {
    const message = `executing it ${pays ? 'pays' : 'would pay'} a refund out of the Safe (gasPrice, gasToken, refundReceiver)`
    warnings.push(warning('refund', message, pays ? 'danger' : 'warning'))
  }
  if (pays || safeTxGas > 0n) {
    const message = 'with safeTxGas or gasPrice set, a failing call uses up the nonce instead of reverting'
    warnings.push(warning('silent-failure', message))
  }
  if (safeTxGas > 0n && safeTxGas < LOW_GAS) {
    warnings.push(
      warning('gas-limit', `safeTxGas ${safeTxGas} is hardly enough for any call: its calls can be made to fail`),
    )
  }
  if (nonce > UNUSUAL_NONCE)
    warnings.push(warning('nonce-unusual', `nonce ${nonce} is far beyond what any Safe has used`))
  const scheme = version === undefined ? undefined : safeScheme(version)
  if (scheme?.chainInDomain === false) {
    warnings.push(
      warning(
        'legacy-domain',
        `Safe ${scheme.version}: its signatures do not name the chain, and hold wherever it has this address`,
      ),
    )
  }
  if (scheme?.baseGasName === 'dataGas') {
    warnings.push(
      warning('legacy-data-gas', `Safe ${scheme.version} hashes \`dataGas\` where later versions hash \`baseGas\``),
    )
  }
  if (scheme?.released === false) warnings.push(warning('version-unknown', `Safe ${scheme.version} was never released`))
  return warnings
}
