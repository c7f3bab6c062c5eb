import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Held } from './claim'

/** The files of the embedded services in their folder. */

/** The database of the embedded PostgreSQL. */
export const databaseFolderOf = (dataDir: string) => join(dataDir, 'postgres')
// feature: mail
/** One file for each mail that the embedded SMTP server has received. */
export const mailboxFolderOf = (dataDir: string) => join(dataDir, 'mailbox')
// end
export const secretsFileOf = (dataDir: string) => join(dataDir, 'secrets.json')
/** Names the process that uses the folder, and the addresses of its services. */
export const claimFileOf = (dataDir: string) => join(dataDir, 'services.json')

/** PGlite writes this file last: a folder without it contains an incomplete database, or the remains of a deleted one. */
export const versionFileOf = (databaseFolder: string) => join(databaseFolder, 'PG_VERSION')

/** Both files are written to a temporary name and renamed; a process that is killed in between leaves `secrets.json.4711`. */
const leftOver = /^(secrets|services)\.json\.[\d.]+$/

/** @returns the absolute paths of the services' existing files, without the claim and without other files in the folder */
export function listServiceFiles(dataDir: string): string[] {
  const own = [
    databaseFolderOf(dataDir),
    mailboxFolderOf(dataDir), // feature: mail
    secretsFileOf(dataDir),
  ].filter(existsSync)
  const names = existsSync(dataDir) ? readdirSync(dataDir) : []
  return [...own, ...names.filter((name) => leftOver.test(name)).map((name) => join(dataDir, name))]
}

export function deleteServiceFiles(dataDir: string): void {
  for (const path of listServiceFiles(dataDir)) rmSync(path, { recursive: true, force: true })
}

interface Lost {
  dataDir: string
  claim: Held
  hasDatabase: boolean
}

/** Whether the folder was deleted or claimed by another process: two processes must not write to one database. */
export function isFolderLost({ dataDir, claim, hasDatabase }: Lost): boolean {
  return !claim.isHeld() || (hasDatabase && !existsSync(versionFileOf(databaseFolderOf(dataDir))))
}

const WATCH_MS = 1000

/** Polls once a second, which reads two small files: a watcher of the file system misses deletions on shared folders. */
export function watchFolder(isLost: () => boolean, onLost: () => void): void {
  const timer = setInterval(() => {
    if (!isLost()) return
    clearInterval(timer)
    onLost()
  }, WATCH_MS)
  timer.unref()
}
