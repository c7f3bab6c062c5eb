interface Limits {
  /** Connections at the same time. */
  max?: number
  /** Milliseconds for a connection, or a place in the pool. */
  connectionTimeoutMillis?: number
  /** Milliseconds for an answer. */
  query_timeout?: number
}

/**
 * For `PrismaPg`: connections to PostgreSQL that use UTC, regardless of the defaults of database, role and server.
 * Prisma's adapter writes instants without an offset, and PostgreSQL would read them in the time zone of the session:
 * hours off, and moved by every daylight-saving change. `SET` instead of a startup parameter, because PgBouncer refuses
 * unknown parameters, and tracks this one across connections.
 * @param address with the parameters that `lib/env-sources.ts` accepts. Its timeout overrides that of `limits`, its
 *   number of connections does not. Ten connections by default
 */
export function connectionInUtc(address: string, limits: Limits = {}) {
  const { max, ...timeouts } = limits
  return { max: 10, ...timeouts, ...settingsIn(address), ...(max && { max }), onConnect }
}

const onConnect = async (client: { query: (statement: string) => Promise<unknown> }) =>
  void (await client.query("SET TIME ZONE 'UTC'"))

/** Translates parameters of libpq and of Prisma that the driver does not know into its settings. */
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

const advices: readonly [RegExp, string][] = [
  [
    /SELF_SIGNED_CERT|UNABLE_TO_(GET_ISSUER|VERIFY_LEAF)|unable to (get|verify)|self[- ]signed cert/i,
    'The certificate of PostgreSQL is signed by an authority that is not known here: add sslrootcert=FILE to the address, or sslmode=no-verify.',
  ],
  [/CERT_HAS_EXPIRED|certificate has expired/i, 'The certificate of PostgreSQL has expired.'],
  [/ALTNAME|altnames/i, 'The certificate of PostgreSQL is for another host than the address says.'],
  [/does not support SSL/i, 'PostgreSQL does not support TLS here: add sslmode=disable to the address.'],
  [
    /\b(28P01|28000|P1000)\b|AuthenticationFailed|password authentication/,
    'PostgreSQL refuses the user or the password.',
  ],
  [/\b(3D000|P1003)\b|DatabaseDoesNotExist/, 'The database does not exist.'],
  [
    /\b(42P01|42703|P2021|P2022)\b|TableDoesNotExist|ColumnNotFound/,
    'A table or a column is missing: apply the migrations (npm run db:migrate).',
  ],
  [/\b(3F000)\b/, 'The schema does not exist.'],
  [/\b(42501)\b/, 'The user of PostgreSQL may not read or write a table.'],
]

/** @returns what the operator has to change, for an error that waiting does not cure; null for every other */
export function adviceFor(error: unknown): string | null {
  const text = factsOf(error).join('\n')
  return advices.find(([pattern]) => pattern.test(text))?.[1] ?? null
}

/** Codes and messages on every level. They are compared here and never logged. */
function factsOf(error: unknown, depth = 0): readonly string[] {
  if (typeof error !== 'object' || error === null || depth > 6) return []

  const own = ['code', 'message', 'kind', 'originalCode', 'originalMessage'].map((name) =>
    String(Reflect.get(error, name) ?? ''),
  )
  const below = ['cause', 'meta', 'driverAdapterError'].flatMap((name) => factsOf(Reflect.get(error, name), depth + 1))
  return [...own, ...below]
}
