import { PrismaPg } from '@prisma/adapter-pg'
import type { SqlDriverAdapterFactory, SqlQuery, SqlQueryable } from '@prisma/driver-adapter-utils'
import { PrismaClient } from '@/lib/db/generated/client'

/** A client between Prisma and the database: explains each statement, with its values, right before it runs. */
export class Explainer {
  #plans: string[] | null = null

  /** @returns a client whose statements can be explained, to replace the application's own */
  openClient(connectionString: string): PrismaClient {
    const pg = new PrismaPg({ connectionString, max: 10 })
    const adapter: SqlDriverAdapterFactory = {
      provider: pg.provider,
      adapterName: pg.adapterName,
      connect: async () => {
        const connection = this.#explained(await pg.connect())
        const startTransaction = connection.startTransaction.bind(connection)
        return Object.assign(connection, {
          startTransaction: async (...options: Parameters<typeof startTransaction>) =>
            this.#explained(await startTransaction(...options)),
        })
      },
    }
    return new PrismaClient({ adapter })
  }

  /** @returns a plan for every statement of `work` */
  async plansOf(work: () => Promise<unknown>): Promise<readonly string[]> {
    const plans: string[] = []
    this.#plans = plans
    try {
      await work()
    } finally {
      this.#plans = null
    }
    return plans
  }

  #explained<T extends SqlQueryable>(connection: T) {
    const queryRaw = connection.queryRaw.bind(connection)
    const executeRaw = connection.executeRaw.bind(connection)
    const explain = async (query: SqlQuery) => {
      if (!this.#plans || !hasPlan.test(query.sql)) return
      const { rows } = await queryRaw({ ...query, sql: `EXPLAIN (COSTS OFF) ${query.sql}` })
      this.#plans.push(rows.flat().join('\n'))
    }
    return Object.assign(connection, {
      queryRaw: async (query: SqlQuery) => {
        await explain(query)
        return queryRaw(query)
      },
      executeRaw: async (query: SqlQuery) => {
        await explain(query)
        return executeRaw(query)
      },
    })
  }
}

const hasPlan = /^\s*(SELECT|WITH|INSERT|UPDATE|DELETE)\b/i

/** Reads the table from end to end. */
export const isSequential = (plan: string, table: string) => plan.includes(`Seq Scan on "${table}"`)
