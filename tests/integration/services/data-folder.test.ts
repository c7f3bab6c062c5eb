import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startPostgres } from '@/scripts/services/postgres/start-postgres'
import { openClient } from '@/tests/integration/services/support/open-client'
import { endsWithRun } from '@/tests/support/run-folder'
import { type TemporaryFolder, temporaryFolder } from '@/tests/support/temporary-folder'

let folder: TemporaryFolder
let whole: string

beforeAll(async () => {
  folder = await temporaryFolder()
  whole = join(folder.path, 'whole')
  mkdirSync(whole)
  const postgres = await startPostgres({ folder: join(whole, 'postgres'), port: 0 })
  const { client, close } = await openClient(postgres.url)
  await client.executeScript('CREATE TABLE kept (n int); INSERT INTO kept VALUES (42)')
  await close()
  await postgres.close()
})
afterAll(() => folder.remove())

/** A data folder for one test, with a database in it that has been closed. */
function copyOf(name: string): string {
  const dataDir = join(folder.path, name)
  cpSync(whole, dataDir, { recursive: true })
  return dataDir
}

function run(command: 'services' | 'reset', dataDir: string, ...more: string[]): ChildProcess {
  const { PATH, HOME, TMPDIR } = process.env
  const args = ['--import', 'tsx', `scripts/${command}.ts`, '--data', dataDir, ...more]
  const env = { PATH, HOME, TMPDIR, NODE_ENV: 'development' as const }
  const child = spawn(process.execPath, args, { env, stdio: ['pipe', 'pipe', 'pipe'] })
  endsWithRun(child)
  return child
}

/** @returns both streams, and the exit code, of a command that ends by itself */
async function finish(child: ChildProcess) {
  child.stdin?.end()
  const [said, complained, [code]] = await Promise.all([
    child.stdout ? text(child.stdout) : '',
    child.stderr ? text(child.stderr) : '',
    once(child, 'exit'),
  ])
  return { said, complained, code }
}

async function isReady(child: ChildProcess): Promise<void> {
  for await (const chunk of child.stderr?.iterator({ destroyOnReturn: false }) ?? []) {
    if (String(chunk).includes('Ready')) return
  }
  throw new Error('The services ended before they were ready')
}

async function stop(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  await ended
}

describe('a damaged database folder is named, with the command that helps, and no new database is made over it', () => {
  test.each<[string, (postgres: string) => void]>([
    ['without its version file', (postgres) => rmSync(join(postgres, 'PG_VERSION'))],
    ['without its tables', (postgres) => rmSync(join(postgres, 'base'), { recursive: true })],
    ['without its log', (postgres) => rmSync(join(postgres, 'pg_wal'), { recursive: true })],
    ['with an empty control file', (postgres) => truncateSync(join(postgres, 'global/pg_control'))],
    [
      'of which one folder is left',
      (postgres) => {
        rmSync(postgres, { recursive: true })
        mkdirSync(join(postgres, 'global'), { recursive: true })
      },
    ],
  ])('%s', async (name, damage) => {
    const postgres = join(copyOf(name), 'postgres')
    damage(postgres)
    const hadVersion = existsSync(join(postgres, 'PG_VERSION'))
    await expect(startPostgres({ folder: postgres, port: 0 })).rejects.toThrow(
      `The embedded database in ${postgres} cannot be opened`,
    )
    await expect(startPostgres({ folder: postgres, port: 0 })).rejects.toThrow('Run "npm run reset"')
    expect(existsSync(join(postgres, 'PG_VERSION'))).toBe(hadVersion)
  })
})

describe('a folder that is deleted while it is in use', { timeout: 120_000 }, () => {
  test('ends the process with one sentence, leaves no remains, and the next start makes a new database', async () => {
    const dataDir = join(folder.path, 'deleted')
    const services = run('services', dataDir)
    await isReady(services)
    rmSync(dataDir, { recursive: true })
    const { complained, code } = await finish(services)
    expect(code).toBe(1)
    expect(complained).toContain(`${dataDir} was deleted while this process used it`)
    expect(complained).not.toMatch(/Aborted|^\s+at /m)
    expect(existsSync(dataDir)).toBe(false)

    const again = run('services', dataDir)
    await isReady(again)
    await stop(again)
  })

  test('and used by another process at once is not written to by the first one', async () => {
    const dataDir = join(folder.path, 'replaced')
    const first = run('services', dataDir)
    await isReady(first)
    rmSync(dataDir, { recursive: true })
    const second = run('services', dataDir)
    const [{ code }] = await Promise.all([finish(first), isReady(second)])
    expect(code).toBe(1)
    await stop(second)
    const third = run('services', dataDir)
    await isReady(third)
    await stop(third)
  })
})

describe('npm run reset', { timeout: 120_000 }, () => {
  test('--yes deletes what the embedded services made, and nothing else', async () => {
    const dataDir = copyOf('reset')
    for (const name of ['secrets.json', 'secrets.json.4711', 'own.json']) writeFileSync(join(dataDir, name), '{}')
    mkdirSync(join(dataDir, 'test-failures'))
    const { complained, code, said } = await finish(run('reset', dataDir, '--yes'))
    expect([complained, code]).toEqual(['', 0])
    expect(said).toContain(join(dataDir, 'postgres'))
    expect(readdirSync(dataDir).sort()).toEqual(['own.json', 'test-failures'])

    const services = run('services', dataDir)
    await isReady(services)
    await stop(services)
  })

  test('without a terminal and without --yes it deletes nothing and names the flag', async () => {
    const dataDir = copyOf('no-terminal')
    const { complained, code } = await finish(run('reset', dataDir))
    expect(complained).toContain('npm run reset -- --yes')
    expect([code, readdirSync(join(dataDir, 'postgres')).includes('PG_VERSION')]).toEqual([1, true])
  })

  test.skipIf(process.platform !== 'linux').each([
    ['n', true],
    ['', true],
    ['y', false],
  ])('on a terminal it asks, and after the answer "%s" the database is there: %s', async (answer, isThere) => {
    const dataDir = copyOf(`asked-${answer}`)
    const command = `"${process.execPath}" --import tsx scripts/reset.ts --data "${dataDir}"`
    const terminal = spawn('script', ['-qec', command, '/dev/null'], { stdio: ['pipe', 'pipe', 'pipe'] })
    endsWithRun(terminal)
    for await (const chunk of terminal.stdout.iterator({ destroyOnReturn: false })) {
      if (String(chunk).includes('(y/N)')) break
    }
    terminal.stdin.write(`${answer}\n`)
    terminal.stdout.resume()
    expect((await once(terminal, 'exit'))[0]).toBe(0)
    expect(existsSync(join(dataDir, 'postgres'))).toBe(isThere)
  })

  test('while an application runs on the folder it refuses, and names the process', async () => {
    const dataDir = join(folder.path, 'used')
    const services = run('services', dataDir)
    await isReady(services)
    const { complained, code } = await finish(run('reset', dataDir, '--yes'))
    expect([complained, code]).toEqual([
      `Process ${services.pid} uses ${dataDir}: stop it first. Nothing was deleted.\n`,
      1,
    ])
    expect(services.exitCode).toBeNull()
    await stop(services)
  })

  test('with nothing to delete, it says so', async () => {
    const dataDir = join(folder.path, 'nothing')
    const { said, code } = await finish(run('reset', dataDir, '--yes'))
    expect([said, code]).toEqual([`${dataDir} holds no data of the embedded services: nothing to delete.\n`, 0])
    expect(existsSync(dataDir)).toBe(false)
  })
})
