import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Held } from './claim'

/** What the embedded services keep in their folder. */

/** The database of the embedded PostgreSQL. */
export const databaseFolderOf = (dataDir: string) => join(dataDir, 'postgres')
export const secretsFileOf = (dataDir: string) => join(dataDir, 'secrets.json')
/** Names the process that uses the folder, and the addresses of its services. */
export const claimFileOf = (dataDir: string) => join(dataDir, 'services.json')

/** PGlite writes this file last: a folder without it holds half a database, or the remains of a deleted one. */
export const versionFileOf = (databaseFolder: string) => join(databaseFolder, 'PG_VERSION')

/** Both files are written beside and renamed; a process that was killed in between leaves `secrets.json.4711`. */
const leftOver = /^(secrets|services)\.json\.[\d.]+$/

/** @returns the absolute paths of what is there, and of nothing else in the folder; the claim is not among them */
export function listServiceFiles(dataDir: string): string[] {
  const own = [databaseFolderOf(dataDir), secretsFileOf(dataDir)].filter(existsSync)
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

/** Deleted, or claimed by another process: two processes would write the files of one database. */
export function isFolderLost({ dataDir, claim, hasDatabase }: Lost): boolean {
  return !claim.isHeld() || (hasDatabase && !existsSync(versionFileOf(databaseFolderOf(dataDir))))
}

const WATCH_MS = 1000

/** Asks once a second, which reads two small files: a watcher of the file system misses deletions on folders that machines share. */
export function watchFolder(isLost: () => boolean, onLost: () => void): void {
  const timer = setInterval(() => {
    if (!isLost()) return
    clearInterval(timer)
    onLost()
  }, WATCH_MS)
  timer.unref()
}
