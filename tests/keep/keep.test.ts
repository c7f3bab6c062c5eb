import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { markedNames } from '@/scripts/keep/regions'
import { isText } from '@/scripts/keep/tree'
import { copyTree } from '@/tests/support/copy-tree'
import { linkTree } from '@/tests/support/link-tree'
import { type TemporaryFolder, temporaryFolder } from '@/tests/support/temporary-folder'

/* `npm run keep` in clones of this working tree, in which check, build and tests run as a person would run them. */

let folder: TemporaryFolder
beforeAll(async () => {
  folder = await temporaryFolder()
})
afterAll(() => folder?.remove())

/** Nothing that a test run has set: a clone is another project. */
const { PATH, HOME, CI, CHROMIUM_PATH } = process.env
const env = { PATH, HOME, CI, CHROMIUM_PATH, NEXT_TELEMETRY_DISABLED: '1', NO_COLOR: '1', NODE_ENV: 'test' as const }

const git = (clone: string, ...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], { cwd: clone, encoding: 'utf8' })

async function makeClone(name: string): Promise<string> {
  const clone = join(folder.path, name)
  await copyTree(clone)
  await linkTree('node_modules', join(clone, 'node_modules'))
  // Written in place, by tools: a hard link would change this working tree.
  for (const entry of readdirSync(join(clone, 'node_modules')).filter((file) =>
    /^\.(vite|cache|package-lock)/.test(file),
  )) {
    rmSync(join(clone, 'node_modules', entry), { recursive: true })
  }
  copyFileSync('node_modules/.package-lock.json', join(clone, 'node_modules/.package-lock.json'))
  git(clone, 'init', '-q')
  git(clone, 'add', '-A')
  git(clone, 'commit', '-qm', 'as cloned')
  return clone
}

const keep = (clone: string, ...args: string[]) => npmRun(clone, 'keep', '--', ...args)

async function npmRun(clone: string, ...args: string[]) {
  const command = ['-u', 'NODE_ENV', 'npm', 'run', ...args]
  const child = spawn('env', command, { cwd: clone, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  return { status: child.exitCode, output: `${output}${errors}` }
}

const isOfApplication = (path: string) => /^(app|lib)\/|^middleware\.ts$/.test(path)

function filesIn(clone: string): readonly string[] {
  const listed = git(clone, 'ls-files', '-co', '--exclude-standard').split('\n')
  return listed.filter((path) => path !== '' && existsSync(join(clone, path)))
}

const read = (clone: string, path: string) => readFileSync(join(clone, path), 'utf8')

/** Variables of the environment that lib/env.ts reads, and nothing uses. */
function unusedVariables(clone: string, files: readonly string[]): readonly string[] {
  const env = read(clone, 'lib/env.ts')
  const names = [...env.matchAll(/^ {2}([A-Z][A-Z\d_]+):/gm)].map(([, name = '']) => name)
  const code = files.filter(
    (path) => /^(app|lib|scripts)\/|^[^/]+\.ts$/.test(path) && path !== 'lib/env.ts' && isText(path),
  )
  const used = code.map((path) => read(clone, path)).join('\n')
  return names.filter((name) => !used.includes(name) && env.split(name).length < 3)
}

/** In `app`, `lib` and the middleware, comments and empty lines included. */
const linesOf = (clone: string, files: readonly string[]) =>
  files
    .filter((path) => isOfApplication(path) && isText(path))
    .reduce((sum, path) => sum + read(clone, path).split('\n').length - 1, 0)

describe('npm run keep', () => {
  test('refuses a tree with changes, changes nothing when it only lists, and leaves a tree as it was that it cannot read', async () => {
    const clone = await makeClone('asked')
    expect(await keep(clone, '--help')).toMatchObject({
      status: 0,
      output: expect.stringContaining('npm run keep -- MODEL'),
    })
    const listed = await keep(clone, 'stored', '--minimal', '--dry-run')
    expect(listed).toMatchObject({ status: 0, output: expect.stringContaining('app/lab/page.lab.tsx') })
    expect(git(clone, 'status', '--porcelain')).toBe('')

    expect(await keep(clone, 'cookie', '--yes')).toMatchObject({
      status: 1,
      output: expect.stringContaining('No such model: cookie'),
    })
    rmSync(join(clone, 'LICENSE'))
    const refused = await keep(clone, 'stored', '--yes')
    expect(refused).toMatchObject({ status: 1, output: expect.stringContaining('uncommitted changes') })
    expect(git(clone, 'status', '--porcelain').trim()).toBe('D LICENSE')
  })

  test.each([
    { models: ['stored'], options: ['--minimal'], atMost: { files: 162, lines: 10_120 } },
    { models: ['sealed'], options: ['--minimal'], atMost: { files: 157, lines: 9450 } },
    { models: ['signed'], options: ['--minimal'], atMost: { files: 169, lines: 10_700 } },
    { models: ['stored', 'signed'], options: [], atMost: { files: 363, lines: 24_500 } },
    {
      models: ['sealed', 'stored', 'signed'],
      options: ['--without', 'lab', '--no-verify'],
      // Its tests are those of this project without the lab's, and they run here already.
      afterwards: ['check', 'build'],
      atMost: { files: 402, lines: 27_600 },
    },
  ])(
    '-- $models $options makes an application that passes its checks, and speaks of nothing else',
    async ({ models, options, afterwards = [], atMost }) => {
      const clone = await makeClone(models.join('-'))
      const { status, output } = await keep(clone, ...models, ...options, '--yes')
      expect(status, output.slice(-8000)).toBe(0)
      for (const script of afterwards) {
        const ran = await npmRun(clone, script)
        expect(ran.status, ran.output.slice(-8000)).toBe(0)
      }

      const files = filesIn(clone)
      expect(files.filter((path) => isText(path) && markedNames(read(clone, path)).length > 0)).toEqual([])
      expect(files.filter((path) => path.includes('keep.') || path.includes('/keep/'))).toEqual([])
      expect(files.filter((path) => /^prisma\/migrations\/\d/.test(path))).toEqual([
        expect.stringMatching(/_initial\/migration\.sql$/),
      ])
      expect(files.filter(isOfApplication).length).toBeLessThanOrEqual(atMost.files)
      expect(linesOf(clone, files)).toBeLessThanOrEqual(atMost.lines)

      expect(unusedVariables(clone, files)).toEqual([])

      const others = ['sealed', 'stored', 'signed'].filter((model) => !models.includes(model))
      const namesOther = new RegExp(`'(?:${others.join('|')})'|__Host-(?:${others.join('|')})`)
      const naming = files.filter((path) => isOfApplication(path) && isText(path) && namesOther.test(read(clone, path)))
      expect(others.length > 0 ? naming : []).toEqual([])
    },
    1_200_000,
  )
})
