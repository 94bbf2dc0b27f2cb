// Before the tests: one warm command line for each jest worker (see server.js); its socket is found by the worker's number.
import {fork} from 'node:child_process'
import {once} from 'node:events'
import {mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import path from 'node:path'

export default async function start({maxWorkers, rootDir}) {
  const folder = await mkdtemp(path.join(tmpdir(), 'plimsoll-warm-'))
  process.env.PLIMSOLL_TEST_WARM = folder
  const servers = Array.from({length: maxWorkers}, (_, worker) =>
    fork(
      path.join(rootDir, 'test/helpers/warm/server.js'),
      [path.join(folder, String(worker + 1)), path.join(rootDir, 'dist/main.js'), path.join(rootDir, 'bin/run.js')],
      {cwd: rootDir, execArgv: [], stdio: ['ignore', 'pipe', 'inherit', 'ipc']},
    ),
  )
  await Promise.all(servers.map((server) => once(server, 'message')))
  for (const server of servers) {
    server.unref()
    server.channel.unref()
    server.stdout.unref()
  }
  globalThis.stopWarmCommandLines = async () => {
    for (const server of servers) server.kill()
    await rm(folder, {force: true, recursive: true})
  }
}
