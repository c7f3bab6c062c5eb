import { PrismaPg } from '@prisma/adapter-pg'

/** A query as Prisma sends it: parse, bind, describe, execute, sync. */
export const ask = (sql: string, ...args: number[]) => ({
  sql,
  args,
  argTypes: args.map(() => ({ scalarType: 'int' as const, arity: 'scalar' as const })),
})

export async function openClient(url: string, max = 1) {
  const client = await new PrismaPg({ connectionString: url, max }).connect()
  const rows = async (sql: string, ...args: number[]) => (await client.queryRaw(ask(sql, ...args))).rows
  return { client, rows, close: () => client.dispose() }
}
