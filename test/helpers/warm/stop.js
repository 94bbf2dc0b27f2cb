// After the tests.
export default async function stop() {
  await globalThis.stopWarmCommandLines()
}
