import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { PrismaPg } from '@prisma/adapter-pg'
import { listProcesses } from '@/tests/support/processes'

/** Controls a PostgreSQL on this machine for this file alone: stopping needs more than a connection. */
export class OwnPostgres {
  private restarted: ChildProcess | undefined
  private readonly url: string
  private readonly folder: string

  private constructor(url: string, folder: string) {
    this.url = url
    this.folder = folder
  }

  static async at(url: string): Promise<OwnPostgres> {
    const [folder] = (await rowsOf(url, 'SHOW data_directory')).flat()
    return new OwnPostgres(url, String(folder))
  }

  /** As an operator stops it: every connection is closed. */
  async stop(): Promise<void> {
    const pid = this.pid()
    process.kill(pid, 'SIGINT')
    while (isRunning(pid)) await sleep(20)
  }

  /** On the same port, with the same options and these. */
  async start(...options: string[]): Promise<void> {
    const [command = '', ...args] = readFileSync(join(this.folder, 'postmaster.opts'), 'utf8').trim().split(' ')
    const { uid, gid } = statSync(this.folder)
    const unquoted = args.map((arg) => arg.replaceAll('"', ''))
    const asOwner = process.getuid?.() === 0 ? { uid, gid } : {}
    this.restarted = spawn(command, [...unquoted, ...options], { ...asOwner, cwd: this.folder, stdio: 'ignore' })
    while (!(await answers(this.url))) await sleep(50)
  }

  async close(): Promise<void> {
    if (!this.restarted || this.restarted.exitCode !== null) return
    this.restarted.kill('SIGINT')
    await once(this.restarted, 'exit')
  }

  /** Every process of it: those that serve a connection do not stop with the first. */
  freeze(): void {
    for (const pid of this.family()) process.kill(pid, 'SIGSTOP')
  }

  thaw(): void {
    for (const pid of this.family()) process.kill(pid, 'SIGCONT')
  }

  private pid(): number {
    return Number(readFileSync(join(this.folder, 'postmaster.pid'), 'utf8').split('\n')[0])
  }

  private family(): number[] {
    const pid = this.pid()
    return [pid, ...listProcesses().flatMap((child) => (child.parent === pid ? [child.pid] : []))]
  }
}

export async function rowsOf(url: string, sql: string): Promise<unknown[][]> {
  const adapter = await new PrismaPg({ connectionString: url }).connect()
  try {
    return (await adapter.queryRaw({ sql, args: [], argTypes: [] })).rows
  } finally {
    await adapter.dispose()
  }
}

const answers = (url: string) =>
  rowsOf(url, 'SELECT 1').then(
    () => true,
    () => false,
  )

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
