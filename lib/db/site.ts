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
  await transaction.site.createMany({ data: { id: siteId }, skipDuplicates: true })
  const rows = await transaction.$queryRaw<unknown[]>`
    SELECT id FROM "Site" WHERE id = ${siteId} AND generation = ${generation} FOR SHARE`
  return rows.length === 1
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
