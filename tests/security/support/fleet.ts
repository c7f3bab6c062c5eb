import { vi } from 'vitest'
import type { Process } from '@/tests/security/support/another-process'
import { Caller, type Start } from '@/tests/security/support/doors'
import { type Keys, kidsIn } from '@/tests/security/support/rotations'
import { introspect } from '@/tests/security/support/token-calls'
import { request } from '@/tests/support/request'

export const publishedBy = async ({ url }: { url: string }) =>
  kidsIn((await request(url, '/.well-known/jwks.json')).json())

interface Member {
  app: Process
  /** Requests that this process has not answered yet. */
  busy: number
}

/** Two processes of one application, like behind a load balancer. */
export class Fleet {
  /** Until then processes start, and no user notices a change. */
  settled: Promise<unknown> = Promise.resolve()
  private readonly processes: Member[] = []
  private readonly start: Start
  private readonly env: Readonly<Record<string, string>>

  constructor(start: Start, env: Readonly<Record<string, string>>) {
    this.start = start
    this.env = env
  }

  at(index: number): Process {
    return this.process(index).app
  }

  /** The load balancer: a process answers all open requests before it stops. */
  async visit<T>(index: number, ask: (app: Process) => Promise<T>): Promise<T> {
    const process = this.process(index)
    process.busy += 1
    try {
      return await ask(process.app)
    } finally {
      process.busy -= 1
    }
  }

  /** The verdict of each process on a token: its status, and whether introspection reports it active. */
  async sayTo(token: string) {
    const asking = this.processes.map(async ({ app }) => {
      const { status } = await new Caller(app).get('/api/me', { Authorization: `Bearer ${token}` })
      return [status, (await introspect(app, token)).active]
    })
    return Promise.all(asking)
  }

  /**
   * Begins a deploy: the new processes receive no requests yet.
   * @returns a function that replaces each old process with its new one
   */
  async deploy(keys: Keys): Promise<readonly [() => Promise<void>, () => Promise<void>]> {
    const start = () => this.start({ ...this.env, ...keys })
    const starting = Promise.all([start(), start()])
    this.settled = starting
    const [one, other] = await starting
    return [() => this.replace(0, one), () => this.replace(1, other)]
  }

  /** The new process is ready before the old one stops. */
  private async replace(index: number, app: Process): Promise<void> {
    const old = this.processes[index]
    this.processes[index] = { app, busy: 0 }
    if (!old) return

    await vi.waitFor(() => isIdle(old), { timeout: 20_000 })
    await old.app.stop()
  }

  private process(index: number): Member {
    const process = this.processes[index]
    if (!process) throw new Error(`there is no process ${index}`)
    return process
  }
}

function isIdle({ busy }: Member): void {
  if (busy > 0) throw new Error(`${busy} requests are not answered yet`)
}
