/** A path of keys and places as people read it: `config.factors[2]`. */
export function dotted(path: readonly (number | string)[]): string {
  return path.map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`)).join('')
}
