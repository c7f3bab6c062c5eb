import 'server-only'
import { askPostgres, type Transaction } from '@/lib/db/client'

/** The only row of its table. */
export const siteId = 1

/** Zero until it is raised for the first time. */
export async function getSiteGeneration(): Promise<number> {
  const site = await askPostgres((database) =>
    database.site.findUnique({ where: { id: siteId }, select: { generation: true } }),
  )
  return site?.generation ?? 0
}

/**
 * Whether the site's generation is still this one. Locks it until the transaction ends: a revocation of all sessions
 * waits, and then finds the rows written meanwhile.
 */
export async function holdSiteGeneration(transaction: Transaction, generation: number): Promise<boolean> {
  const held = (await lockGeneration(transaction)) ?? (await insertGeneration(transaction))
  return held === generation
}

async function lockGeneration(transaction: Transaction): Promise<number | undefined> {
  const [site] = await transaction.$queryRaw<{ generation: number }[]>`
    SELECT generation FROM "Site" WHERE id = ${siteId} FOR SHARE`
  return site?.generation
}

/** For the first session of a database. Another transaction may insert the row at the same time, with any generation. */
async function insertGeneration(transaction: Transaction): Promise<number | undefined> {
  await transaction.site.createMany({ data: { id: siteId }, skipDuplicates: true })
  return lockGeneration(transaction)
}

/** Revokes all sessions of the site: no credential with a lower generation is renewed. @returns the new generation */
export async function raiseSiteRow(): Promise<number> {
  const site = await askPostgres((database) =>
    database.site.upsert({
      where: { id: siteId },
      create: { id: siteId, generation: 1 },
      update: { generation: { increment: 1 } },
    }),
  )
  return site.generation
}
