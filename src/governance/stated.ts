/** Whether a record that was hashed has a hash of its own that its fields do not give. */
export const contradicted = (result: object | readonly object[]): boolean =>
  [result].flat().some((item) => Object.keys(item).some((name) => name.startsWith('stated')))
