import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface TemporaryFolder {
  path: string
  remove: () => Promise<void>
}

/**
 * Inside the folder of the run, if there is one. Retries, because a stopped database may still be closing its files.
 */
export async function temporaryFolder(): Promise<TemporaryFolder> {
  const path = await mkdtemp(join(process.env.TEST_RUN_FOLDER ?? tmpdir(), 'signed-sealed-stored-'))
  return { path, remove: () => rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }) }
}
