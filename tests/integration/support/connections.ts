import { PrismaPg } from '@prisma/adapter-pg'

/** Opens every connection that a server has. */
export interface Held {
  release: () => Promise<void>
}

export async function takeAllConnections(url: string): Promise<Held> {
  const adapter = await new PrismaPg({ connectionString: url, max: 1000 }).connect()
  const transactions: Array<Awaited<ReturnType<typeof adapter.startTransaction>>> = []
  try {
    for (;;) transactions.push(await adapter.startTransaction())
  } catch (error) {
    // A full server is the goal; another failure shows in the test.
    if (transactions.length === 0) throw error
  }
  return {
    release: async () => {
      await Promise.all(transactions.map((transaction) => transaction.rollback()))
      await adapter.dispose()
    },
  }
}
