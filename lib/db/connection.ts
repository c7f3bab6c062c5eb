import { PrismaPg } from '@prisma/adapter-pg'

interface Limits {
  /** Connections at once. */
  max?: number
  /** Milliseconds for a connection, or a place in the pool. */
  connectionTimeoutMillis?: number
  /** Milliseconds for an answer. */
  query_timeout?: number
}

/**
 * Connections to PostgreSQL that use UTC, whatever the database, the role or the server says. Prisma's adapter writes instants
 * without an offset, and PostgreSQL would read them in the time zone of the session: hours off, and moved by every
 * daylight-saving change. `SET` instead of a startup parameter, because PgBouncer refuses parameters that it does not know,
 * and follows this one from connection to connection.
 */
export function connectionsTo(connectionString: string, limits: Limits = {}): PrismaPg {
  return new PrismaPg({
    connectionString,
    ...limits,
    onConnect: async (client) => void (await client.query("SET TIME ZONE 'UTC'")),
  })
}
