interface Limits {
  /** Connections at once. */
  max?: number
  /** Milliseconds for a connection, or a place in the pool. */
  connectionTimeoutMillis?: number
  /** Milliseconds for an answer. */
  query_timeout?: number
}

/**
 * For `PrismaPg`: connections to PostgreSQL that use UTC, whatever the database, the role or the server says. Prisma's adapter writes instants
 * without an offset, and PostgreSQL would read them in the time zone of the session: hours off, and moved by every
 * daylight-saving change. `SET` instead of a startup parameter, because PgBouncer refuses parameters that it does not know,
 * and follows this one from connection to connection.
 */
export function inUtc(connectionString: string, limits: Limits = {}) {
  return { connectionString, ...limits, onConnect }
}

const onConnect = async (client: { query: (statement: string) => Promise<unknown> }) =>
  void (await client.query("SET TIME ZONE 'UTC'"))
