import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { endsWithRun } from '@/tests/support/run-folder'

interface Command {
  program: string
  args: readonly string[]
  options: SpawnOptions
  port: number
  /** The signal that stops it. */
  signal: NodeJS.Signals
}

/** A server that a test can stop and start again: same port, same folder. */
export class StoreProcess {
  private server: ChildProcess | undefined
  private readonly command: Command

  constructor(command: Command) {
    this.command = command
  }

  async start(): Promise<void> {
    const { program, args, options, port } = this.command
    this.server = spawn(program, [...args], options)
    endsWithRun(this.server)
    await listening(this.server, port, program)
  }

  async stop(): Promise<void> {
    if (!this.server || this.server.exitCode !== null || !this.server.kill(this.command.signal)) return
    await once(this.server, 'exit')
  }
}

async function listening(server: ChildProcess, port: number, name: string): Promise<void> {
  for (let tries = 0; tries < 300; tries += 1) {
    if (server.exitCode !== null) throw new Error(`${name} ended with ${server.exitCode}`)
    if (await answers(port)) return
    await sleep(100)
  }
  throw new Error(`${name} does not listen on port ${port}`)
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}
