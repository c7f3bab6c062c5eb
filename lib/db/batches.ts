import 'server-only'
import { askPostgres } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/client'

/** Small enough that no lock is held long, and that a run cut short has still done something. */
const batch = 1000

/** @returns how many rows it was done to: what is more than so many batches waits for the next run */
export async function inBatches(maxBatches: number, statement: (limit: number) => Prisma.Sql): Promise<number> {
  let done = 0
  for (let round = 0; round < maxBatches; round++) {
    const count = await askPostgres((database) => database.$executeRaw(statement(batch)))
    done += count
    if (count < batch) break
  }
  return done
}
