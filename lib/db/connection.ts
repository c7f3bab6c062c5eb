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
 * @param address with the parameters that `lib/env-sources.ts` accepts. Its timeout goes before that of `limits`, its number of
 * connections does not. Ten connections, unless told otherwise
 */
export function connectionInUtc(address: string, limits: Limits = {}) {
  const { max, ...timeouts } = limits
  return { max: 10, ...timeouts, ...settingsIn(address), ...(max && { max }), onConnect }
}

const onConnect = async (client: { query: (statement: string) => Promise<unknown> }) =>
  void (await client.query("SET TIME ZONE 'UTC'"))

/** Parameters of libpq and of Prisma that the driver does not know, as its own settings. */
function settingsIn(address: string) {
  if (!URL.canParse(address)) return { connectionString: address }

  const url = new URL(address)
  const take = (name: string) => {
    const value = url.searchParams.get(name)
    url.searchParams.delete(name)
    return value
  }
  const [seconds, connections] = [Number(take('connect_timeout')), Number(take('connection_limit'))]
  const isBound = take('channel_binding') === 'require'
  take('pgbouncer')
  // The driver verifies the certificate in each of these modes, and prints a warning for all but the last.
  const mode = url.searchParams.get('sslmode') ?? ''
  if (['prefer', 'require', 'verify-ca'].includes(mode) && !url.searchParams.has('uselibpqcompat')) {
    url.searchParams.set('sslmode', 'verify-full')
  }
  return {
    connectionString: url.href,
    ...(seconds > 0 && { connectionTimeoutMillis: seconds * 1000 }),
    ...(connections > 0 && { max: connections }),
    ...(isBound && { enableChannelBinding: true }),
  }
}
