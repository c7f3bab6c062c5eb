import { setTimeout as sleep } from 'node:timers/promises'
import { listMigrations } from './migration-folder'
import { filters, withEngine } from './schema-engine'

const ATTEMPTS = 3
const WAIT_MS = 1000

/**
 * Applies what is pending. @returns the names of the applied migrations, oldest first
 *
 * Processes that boot at once are kept apart by the engine's advisory lock; on PGlite, where all share one connection
 * and thus one lock, the slower one may meet half the other's work, and finds it done when it looks again.
 */
export async function applyMigrations(url: string): Promise<string[]> {
  const migrationsList = listMigrations()
  for (let attempt = 1; ; attempt += 1) {
    try {
      const output = await withEngine({ url }, (engine) => engine.applyMigrations({ migrationsList, filters }))
      return output.appliedMigrationNames
    } catch (error) {
      if (attempt === ATTEMPTS) throw error
      await sleep(WAIT_MS)
    }
  }
}
