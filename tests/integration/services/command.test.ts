import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openClient } from '@/tests/integration/services/support/open-client'
import { type TemporaryFolder, temporaryFolder } from '@/tests/support/temporary-folder'

const linePattern = /^(\w+)='(.+)'$/gm
/** Names of the lines that contain no secret but the password of an address. */
const shown = /^(DATABASE_URL|UPSTASH_REDIS_REST_URL|REDIS_TIMEOUT_MS)$/

describe('npm run services', { timeout: 240_000 }, () => {
  let folder: TemporaryFolder
  beforeAll(async () => {
    folder = await temporaryFolder()
  })
  afterAll(() => folder.remove())

  function start(...more: string[]): ChildProcess {
    const env = { ...process.env }
    for (const name of ['DATABASE_URL', 'UPSTASH_REDIS_REST_URL', 'UPSTASH_REDIS_REST_TOKEN', 'EMBEDDED_REDIS_URL']) {
      delete env[name]
    }
    const args = ['--import', 'tsx', 'scripts/services.ts', '--data', folder.path, ...more]
    return spawn(process.execPath, args, { env, cwd: resolve('.'), stdio: ['ignore', 'pipe', 'pipe'] })
  }

  async function ready(child: ChildProcess): Promise<{ url: string }> {
    let printed = ''
    child.stdout?.on('data', (text) => {
      printed += text
    })
    let said = ''
    child.stderr?.on('data', (text) => {
      said += text
    })
    // Two streams: the last line of one may arrive before the first of the other.
    await expect.poll(() => said.includes('Ready') && printed.includes('DATABASE_URL'), { timeout: 60_000 }).toBe(true)
    return { url: /DATABASE_URL='(.+)'/.exec(printed)?.[1] ?? '' }
  }

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 0],
  ] as const)('%s ends it cleanly with %d, and nothing is lost', async (signal, code) => {
    const child = start('--secrets')
    const { url } = await ready(child)
    const client = await openClient(url)
    await client.client.executeScript(`CREATE TABLE "${signal}" (n int); INSERT INTO "${signal}" VALUES (1)`)
    child.kill(signal)
    expect((await once(child, 'exit'))[0]).toBe(code)
    await client.close().catch(() => undefined)
  })

  test('without --secrets the lines are printed with *** for each secret, and beside a running one --secrets prints all and ends', async () => {
    const child = start()
    const said: string[] = []
    const printed: string[] = []
    child.stderr?.on('data', (chunk) => said.push(String(chunk)))
    child.stdout?.on('data', (chunk) => printed.push(String(chunk)))
    await expect.poll(() => said.join(''), { timeout: 60_000 }).toContain('Ready')
    const asked = start('--secrets')
    const [lines] = await Promise.all([asked.stdout ? text(asked.stdout) : '', once(asked, 'exit')])
    child.kill('SIGTERM')
    await once(child, 'exit')

    const inFull = new Map([...lines.matchAll(linePattern)].map(([, name = '', value = '']) => [name, value]))
    expect([...inFull.keys()]).toEqual(expect.arrayContaining(['DATABASE_URL', 'UPSTASH_REDIS_REST_TOKEN']))
    const { password } = new URL(inFull.get('DATABASE_URL') ?? '')
    const masked = [...inFull].map(([name, value]) => [name, shown.test(name) ? value.replace(password, '***') : '***'])
    expect([...said.join('').matchAll(linePattern)].map(([, name, value]) => [name, value])).toEqual(masked)
    expect(password).toMatch(/^[\w-]{32,}$/)
    expect(said.join('')).not.toContain(password)
    expect(printed).toEqual([])
    expect(said.join('')).toContain('npm run -s services -- --secrets')
  })

  test('killed without warning, it has kept every committed row, and the next start succeeds', async () => {
    const child = start('--secrets')
    const { url } = await ready(child)
    const client = await openClient(url)
    await client.client.executeScript('CREATE TABLE killed (n int); INSERT INTO killed VALUES (1)')
    child.kill('SIGKILL')
    await once(child, 'exit')
    await client.close().catch(() => undefined)

    const next = start('--secrets')
    const again = await openClient((await ready(next)).url)
    expect(await again.rows('SELECT n FROM killed')).toEqual([[1]])
    expect(await again.rows('SELECT n FROM "SIGINT" UNION ALL SELECT n FROM "SIGTERM"')).toEqual([[1], [1]])
    await again.close()
    next.kill('SIGTERM')
    await once(next, 'exit')
  })
})
