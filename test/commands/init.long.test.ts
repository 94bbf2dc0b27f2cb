import {execFileSync, spawnSync} from 'node:child_process'
import {appendFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs'
import path from 'node:path'
import {parse} from 'yaml'

import {cli, ROOT, scratchFolder} from '../helpers/cli.js'

const folder = scratchFolder()
const at = (...names: string[]): string => path.join(folder, ...names)
const EXAMPLE = 'proposals/aave-v3-weth-liquidation-threshold.yaml'

it('writes a repository whose proposal passes check and review', async () => {
  const {code, stdout} = await cli(['init', at('new')])
  expect(code).toBe(0)
  expect(stdout).toContain(`next: cd ${at('new')} && plimsoll review ${EXAMPLE}`)
  const check = await cli(['check', EXAMPLE], {cwd: at('new')})
  expect(check).toMatchObject({code: 0, stdout: 'no problems in 1 file\n'})
  expect((await cli(['review', EXAMPLE], {cwd: at('new')})).stdout).toContain('PASS')
  const schema = readFileSync(at('new', 'proposals/proposal.schema.json'), 'utf8')
  expect(schema).toBe((await cli(['schema'])).stdout)
  expect(readFileSync(at('new', EXAMPLE), 'utf8')).toMatch(
    /^# yaml-language-server: \$schema=\.\/proposal\.schema\.json\n/,
  )
})

it('keeps git and Prettier away from the bytes of proposals', async () => {
  await cli(['init', at('bytes')])
  const inside = {cwd: at('bytes'), encoding: 'utf8'} as const
  execFileSync('git', ['init', '-q'], inside)
  expect(execFileSync('git', ['check-attr', 'text', EXAMPLE], inside)).toBe(`${EXAMPLE}: text: unset\n`)
  appendFileSync(at('bytes', EXAMPLE), '\n\n\n')
  const prettier = path.join(ROOT, 'node_modules/prettier/bin/prettier.cjs')
  execFileSync(process.execPath, [prettier, '--check', '.'], inside)
})

describe('a folder that is there', () => {
  it('is left alone unless it is empty', async () => {
    mkdirSync(at('taken'))
    writeFileSync(at('taken', 'README.md'), 'mine')
    writeFileSync(at('taken', 'notes.txt'), 'mine')
    const {code, stderr} = await cli(['init', at('taken')])
    expect(code).toBe(2)
    expect(stderr).toContain('is not empty (it has README.md, notes.txt)')
    expect(readdirSync(at('taken'))).toEqual(['README.md', 'notes.txt'])
    expect(await cli(['init', at('taken'), '--force'])).toMatchObject({code: 0})
    expect(readFileSync(at('taken', 'notes.txt'), 'utf8')).toBe('mine')
    expect(readFileSync(at('taken', 'README.md'), 'utf8')).toContain('# Proposals')
  })

  it('may be a new git repository', async () => {
    mkdirSync(at('git/.git'), {recursive: true})
    expect(await cli(['init', '.'], {cwd: at('git')})).toMatchObject({code: 0})
  })

  it('may not be a file', async () => {
    writeFileSync(at('file'), '')
    const {code, stderr} = await cli(['init', at('file')])
    expect({code, said: stderr.includes('is a file')}).toEqual({code: 2, said: true})
  })
})

describe('the workflow', () => {
  interface Step {
    readonly name?: string
    readonly run?: string
  }

  /** Runs a step as the runner does, on a pull request that changes these files. */
  function workflow(name: string, change: (repository: string) => void) {
    const cwd = at(name)
    const git = (...args: string[]): string =>
      execFileSync('git', ['-c', 'user.name=x', '-c', 'user.email=x@example.com', ...args], {
        cwd,
        encoding: 'utf8',
      }).trim()
    git('init', '-q')
    git('add', '.')
    git('commit', '-qm', 'base')
    const base = git('rev-parse', 'HEAD')
    change(cwd)
    git('add', '.')
    git('commit', '-qm', 'change')
    const text = readFileSync(path.join(cwd, '.github/workflows/proposals.yml'), 'utf8')
    const {steps} = (parse(text) as {jobs: {review: {steps: Step[]}}}).jobs.review
    mkdirSync(at(`${name}-bin`))
    writeFileSync(at(`${name}-bin`, 'plimsoll'), `#!/bin/sh\nexec '${process.execPath}' '${ROOT}/bin/run.js' "$@"\n`, {
      mode: 0o755,
    })
    const env = {
      ...process.env,
      BASE: base,
      RUNNER_TEMP: at(`${name}-bin`),
      GITHUB_STEP_SUMMARY: at(`${name}-summary.md`),
      PATH: `${at(`${name}-bin`)}:${process.env['PATH'] ?? ''}`,
    }
    writeFileSync(env.GITHUB_STEP_SUMMARY, '')
    const run = (step: string) => {
      const script = steps.find((each) => each.name === step)!.run!
      // GitHub's own way to call bash.
      return spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], {cwd, encoding: 'utf8', env})
    }
    return {run, summary: () => readFileSync(env.GITHUB_STEP_SUMMARY, 'utf8')}
  }

  it('reviews what a pull request changes, and nothing else', async () => {
    await cli(['init', at('flow')])
    const {run, summary} = workflow('flow', (repository) => {
      const text = readFileSync(path.join(repository, EXAMPLE), 'utf8')
      writeFileSync(path.join(repository, 'proposals/a second `one`.yaml'), text.replace('nonce: 42', 'nonce: 43'))
      writeFileSync(path.join(repository, 'README.md'), 'changed')
    })
    expect(run('Find the changed proposals').status).toBe(0)
    expect(run('Check')).toMatchObject({status: 0, stdout: 'no problems in 1 file\n'})
    expect(run('Review').status).toBe(0)
    expect(summary()).toContain('## pass')
    expect(summary()).toContain('a second `one`.yaml')
    expect(summary().match(/^## /gm)).toHaveLength(1)
  })

  it('fails for a proposal that fails, and reviews the others all the same', async () => {
    await cli(['init', at('bad')])
    const {run, summary} = workflow('bad', (repository) => {
      const text = readFileSync(path.join(repository, EXAMPLE), 'utf8')
      writeFileSync(path.join(repository, 'proposals/0-broken.yaml'), 'plimsoll: 1\n')
      writeFileSync(path.join(repository, 'proposals/1-wrong.yaml'), text.replace('to: 80%', 'to: 84%'))
      appendFileSync(path.join(repository, EXAMPLE), '# looked at again\n')
    })
    run('Find the changed proposals')
    const check = run('Check')
    expect(check.status).not.toBe(0)
    expect(check.stdout).toContain('1-wrong.yaml:')
    expect(run('Review').status).toBe(1)
    expect(summary().match(/^## .*/gm)).toEqual(['## cannot be read', '## FAIL', '## pass'])
  })

  it('does nothing when no proposal changed', async () => {
    await cli(['init', at('none')])
    const {run, summary} = workflow('none', (repository) => {
      writeFileSync(path.join(repository, 'README.md'), 'changed')
    })
    for (const step of ['Find the changed proposals', 'Check', 'Review']) expect(run(step).status).toBe(0)
    expect(summary()).toBe('')
  })
})
