// A process that runs the built command line again and again: the code is loaded and compiled once. One JSON line in
// ({args, cwd, env}), one out ({code, stdout, stderr}); requests wait for each other.
import {createServer} from 'node:net'
import {createInterface} from 'node:readline'
import {pathToFileURL} from 'node:url'

const [socket, main, launcher] = process.argv.slice(2)
const home = {argv: process.argv.slice(0, 1), cwd: process.cwd(), env: {...process.env}}

/** Ends the command that runs: called by process.exit, which must not end this process. */
let exited = () => {}
process.exit = (code) => {
  exited(code ?? process.exitCode)
  throw new Error('the command goes on after process.exit')
}

/** Takes what is written to a stream from now on; the answer is what came so far. */
function captured(stream) {
  const chunks = []
  stream.write = (chunk, encoding, done) => {
    chunks.push(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString())
    const then = typeof encoding === 'function' ? encoding : done
    if (then) process.nextTick(then)
    return true
  }
  return () => chunks.join('')
}

/** The listeners that a command adds are taken off again. */
function listening() {
  const before = [process, process.stdout].map((emitter) => ({
    emitter,
    known: new Set(emitter.eventNames().flatMap((name) => emitter.listeners(name))),
  }))
  return () => {
    for (const {emitter, known} of before) {
      for (const name of emitter.eventNames()) {
        for (const listener of emitter.listeners(name)) if (!known.has(listener)) emitter.off(name, listener)
      }
    }
  }
}

async function run({args, cwd, env}) {
  const {main: start} = await import(pathToFileURL(main).href)
  const [stdout, stderr] = [captured(process.stdout), captured(process.stderr)]
  const release = listening()
  process.env = {...home.env, ...env}
  process.chdir(cwd)
  process.argv = [...home.argv, launcher, ...args]
  process.exitCode = undefined
  const answer = await new Promise((resolve, reject) => {
    exited = (code) => {
      resolve({code, stdout: stdout(), stderr: stderr()})
    }
    start(pathToFileURL(launcher).href).then(() => {
      exited(process.exitCode ?? 0)
    }, reject)
  })
  process.chdir(home.cwd)
  release()
  return answer
}

let last = Promise.resolve()
createServer((connection) => {
  createInterface({input: connection}).once('line', (line) => {
    last = last.then(async () => {
      connection.end(JSON.stringify(await run(JSON.parse(line))))
    })
  })
}).listen(socket, () => process.send('ready'))
process.on('disconnect', () => process.kill(process.pid))
