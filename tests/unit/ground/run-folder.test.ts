import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'

/** A process that echoes its input, and the note that a run writes about a server. */
async function startServer(note: (pid: number) => string) {
  const server = spawn(process.execPath, ['-e', 'process.stdin.pipe(process.stdout)'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  onTestFinished(() => void server.kill('SIGKILL'))
  const answers = async () => {
    const ended = once(server, 'exit').then(() => false)
    server.stdin.write('?')
    return Promise.race([once(server.stdout, 'data').then(() => true), ended])
  }
  expect(await answers()).toBe(true)
  return { server, pid: Number(server.pid), note: note(Number(server.pid)), answers }
}

test.runIf(process.platform === 'linux')(
  'leftovers of a killed run are ended and removed; a process that has the same id since keeps running',
  async () => {
    const temporary = mkdtempSync(join(tmpdir(), 'run-folder-'))
    onTestFinished(() => rmSync(temporary, { recursive: true }))
    const startOf = (pid: number) => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[19] ?? ''

    // The id of the run itself was reused, by this very process.
    const left = join(temporary, `signed-sealed-stored-run-${process.pid}-left`)
    mkdirSync(join(left, 'servers'), { recursive: true })
    writeFileSync(join(left, 'started'), '1')
    const own = await startServer(startOf)
    const foreign = await startServer(() => '1')
    for (const { pid, note } of [own, foreign]) writeFileSync(join(left, 'servers', String(pid)), note)

    const ended = once(own.server, 'exit')
    const { status, stderr } = spawnSync(
      process.execPath,
      ['--import', 'tsx', '-e', "import('./tests/support/run-folder.ts').then(({ openRunFolder }) => openRunFolder())"],
      { env: { ...process.env, TMPDIR: temporary, TEST_RUN_FOLDER: '' }, encoding: 'utf8' },
    )
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(await ended).toEqual([null, 'SIGTERM'])
    expect(await foreign.answers()).toBe(true)
    expect(existsSync(left)).toBe(false)
  },
)
