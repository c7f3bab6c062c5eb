import 'server-only'
import { StoredMemory } from '@/lib/server/sessions/stored/copy' // model: stored
import { type Sources, usualSources } from '@/lib/session/revocation/modes'

/** Where the server check asks. Production has one of each; tests, benchmarks and experiments bring their own. */
export interface Stores {
  /** What was revoked. */
  sources: Sources
  /** How a question reaches Postgres. @throws {UnavailableError} */
  askDatabase: <T>(question: () => Promise<T>) => Promise<T>
  // model: stored
  /** What this process knows of stored sessions. */
  memory: StoredMemory
  // end
}

const memory = new StoredMemory() // model: stored

/** Of this process. */
export const usualStores = (): Stores => ({
  sources: usualSources(),
  askDatabase: (question) => question(),
  memory, // model: stored
})
