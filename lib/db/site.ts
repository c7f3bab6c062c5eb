import 'server-only'
import { askPostgres, inTransaction } from '@/lib/db/client'

/** The only row of its table. */
const id = 1

/** Zero until somebody raises it: the row appears with the first cut-off of everyone. */
export async function getSiteGeneration(): Promise<number> {
  const site = await askPostgres((database) =>
    database.site.findUnique({ where: { id }, select: { generation: true } }),
  )
  return site?.generation ?? 0
}

/** Cuts everyone off: raises the site's generation and ends every row, as one fact. @returns the new generation */
export function raiseSiteGeneration(now: Date): Promise<number> {
  return inTransaction(async (transaction) => {
    const site = await transaction.site.upsert({
      where: { id },
      create: { id, generation: 1 },
      update: { generation: { increment: 1 } },
    })
    await transaction.session.updateMany({ where: { endedAt: null }, data: { endedAt: now, endReason: 'revoked' } })
    return site.generation
  })
}
