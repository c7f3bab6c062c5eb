import 'server-only'
import { askPostgres, type Transaction } from '@/lib/db/client'

/** The only row of its table. */
export const siteId = 1

/** Zero until somebody raises it. */
export async function getSiteGeneration(): Promise<number> {
  const site = await askPostgres((database) =>
    database.site.findUnique({ where: { id: siteId }, select: { generation: true } }),
  )
  return site?.generation ?? 0
}

/**
 * Whether the site's generation is still this one, and holds it there until the transaction ends: a cut-off of everyone
 * waits, and then finds whatever was written meanwhile.
 */
export async function holdSiteGeneration(transaction: Transaction, generation: number): Promise<boolean> {
  await transaction.site.createMany({ data: { id: siteId }, skipDuplicates: true })
  const rows = await transaction.$queryRaw<unknown[]>`
    SELECT id FROM "Site" WHERE id = ${siteId} AND generation = ${generation} FOR SHARE`
  return rows.length === 1
}

/** Cuts everyone off: no credential that carries a lower generation is renewed. @returns the new generation */
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
