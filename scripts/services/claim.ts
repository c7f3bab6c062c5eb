import { constants, copyFileSync, linkSync, unlinkSync } from 'node:fs'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import * as z from 'zod'
import { accepts, closeServer, listenNear } from './ports'
import { readPrivateFile, writePrivateFile } from './private-file'

/** The first start creates a database, which takes long on a busy machine. */
const BOOT_MS = 120_000
const POLL_MS = 100

/** `env` is null until the holder's services answer. */
const Claim = z.object({ pid: z.number(), port: z.number(), env: z.nullable(z.record(z.string(), z.string())) })
type Claim = z.infer<typeof Claim>

export type Held = {
  kind: 'held'
  publish(env: Record<string, string>): void
  /** False when the file was deleted, or another process has claimed the folder since. */
  isHeld(): boolean
  release(): Promise<void>
}
type Taken = { kind: 'taken'; pid: number; env: Record<string, string> }

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : '')

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return codeOf(error) === 'EPERM'
  }
}

/** A process id alone is not enough: after a restart of a container it may belong to another process. */
async function isAlive({ pid, port }: Claim): Promise<boolean> {
  return isRunning(pid) && (await accepts(port))
}

/** Error codes of file systems without hard links: exFAT, and folders shared with a container or another machine. */
const withoutLinks = /^(ENOTSUP|EOPNOTSUPP|ENOSYS|EPERM|EINVAL|EMLINK|EACCES|EXDEV|UNKNOWN)$/

/** @returns false when another process has the file; a link appears complete and only once */
function tryWrite(file: string, claim: Claim): boolean {
  const own = `${file}.${process.pid}.${claim.port}`
  writePrivateFile(own, claim)
  return tryOnce(() => {
    try {
      linkSync(own, file)
    } catch (error) {
      if (!withoutLinks.test(codeOf(error))) throw error
      // A reader may find the file incomplete and remove it as a dead claim: then it is written again, see claimServices.
      copyFileSync(own, file, constants.COPYFILE_EXCL)
    } finally {
      unlinkSync(own)
    }
  })
}

/** @returns false when the file existed already */
function tryOnce(create: () => void): boolean {
  try {
    create()
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  }
}

function removeFile(file: string): void {
  try {
    unlinkSync(file)
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error
  }
}

const read = (file: string): Claim | null => Claim.safeParse(readPrivateFile(file)).data ?? null

/** @returns the id of the running process that has the claim, null where there is none */
export async function findHolder(file: string): Promise<number | null> {
  const claim = read(file)
  return claim && (await isAlive(claim)) ? claim.pid : null
}

/** Waits for the holder's services. @returns null when the file is free to be written */
async function waitForHolder(file: string): Promise<Taken | null> {
  for (const end = Date.now() + BOOT_MS; Date.now() < end; await sleep(POLL_MS)) {
    const claim = read(file)
    if (!claim || !(await isAlive(claim))) {
      removeFile(file)
      return null
    }
    if (claim.env) return { kind: 'taken', pid: claim.pid, env: claim.env }
  }
  throw new Error(
    `Another process has been starting the services for two minutes. If no such process is running, delete ${file}`,
  )
}

/**
 * Prevents two processes from opening the same database folder. The first one gets the claim and publishes its
 * addresses, the others get the addresses. A claim whose holder has ended is ignored.
 */
export async function claimServices(file: string): Promise<Held | Taken> {
  const server = createServer((socket) => socket.on('error', () => socket.destroy()).end())
  const claim: Claim = { pid: process.pid, port: await listenNear(server, 0), env: null }
  while (!tryWrite(file, claim)) {
    const taken = await waitForHolder(file)
    if (!taken) continue
    await closeServer(server)
    return taken
  }
  // Race condition: of two processes that both found a dead claim, the slower one may have removed the faster one's.
  await sleep(POLL_MS / 2)
  if (read(file)?.port !== claim.port) {
    await closeServer(server)
    return claimServices(file)
  }
  const isHeld = () => read(file)?.port === claim.port
  return {
    kind: 'held',
    publish: (env) => writePrivateFile(file, { ...claim, env }),
    isHeld,
    async release() {
      if (isHeld()) removeFile(file)
      await closeServer(server)
    },
  }
}
