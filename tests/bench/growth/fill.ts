import { createHash } from 'node:crypto'
import { PrismaPg } from '@prisma/adapter-pg'

/** Users with ten sessions each: four are alive, one expired long ago, and the others have ended or idled out. */
export const sessionsEach = 10

const md5 = (text: string) => createHash('md5').update(text).digest('hex')

/** The id of the n-th user, from 0: as scattered over an index as real ids. */
export const personOf = (n: number) => ({ id: md5(`user${n}`), email: `person-${n}@example.com` })

/** Two of this user's live sessions. */
export const sessionsOf = (n: number) => ({
  stored: md5(`session${n * sessionsEach}`),
  signed: md5(`session${n * sessionsEach + 1}`),
})

const users = (rows: number) => `
  INSERT INTO "User" (id, email, name, "passwordHash")
  SELECT md5('user' || n), 'person-' || n || '@example.com', 'Person ' || n, ''
  FROM generate_series(0, ${rows / sessionsEach - 1}) n`

/** The k-th session of a user: 0 to 3 are alive, 4 expired long ago, 5 to 7 have ended, 8 and 9 idled out. */
const sessions = (rows: number) => `
  INSERT INTO "Session" (id, "userId", model, "secretHash", "createdAt", "authenticatedAt", "lastSeenAt",
    "idleUntil", "endsAt", "endedAt", "endReason", ip, "userAgent")
  SELECT md5('session' || n), md5('user' || n / ${sessionsEach}),
    (CASE k % 2 WHEN 0 THEN 'stored' ELSE 'signed' END)::"SessionModel",
    CASE k % 2 WHEN 0 THEN decode(md5(n::text) || md5('secret' || n), 'hex') END,
    start, start, start,
    CASE WHEN k < 4 THEN now() + interval '7 days' ELSE start + interval '7 days' END,
    start + interval '30 days',
    CASE WHEN k BETWEEN 5 AND 7 THEN start + interval '1 day' END,
    (CASE WHEN k BETWEEN 5 AND 7 THEN 'logout' END)::"EndReason",
    '192.0.2.1', 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
  FROM (
    SELECT n, n % ${sessionsEach} AS k, date_trunc('milliseconds', now()) - CASE n % ${sessionsEach}
      WHEN 4 THEN interval '61 days' + random() * interval '30 days'
      ELSE interval '8 days' + random() * interval '20 days' END AS start
    FROM generate_series(0, ${rows - 1}) n) numbered`

const tokens = (rows: number) => `
  INSERT INTO "RefreshToken" (id, "sessionId", "tokenHash")
  SELECT md5('token' || n), md5('session' || n), decode(md5('hash' || n) || md5(n::text), 'hex')
  FROM generate_series(0, ${rows - 1}) n WHERE n % ${sessionsEach} % 2 = 1`

const analyze = ['"User"', '"Session"', '"RefreshToken"'].map((name) => `VACUUM ANALYZE ${name}`)

/** Inserts this number of sessions, and their users. */
export async function fill(connectionString: string, rows: number): Promise<void> {
  const adapter = await new PrismaPg({ connectionString }).connect()
  try {
    for (const sql of [users(rows), sessions(rows), tokens(rows), ...analyze]) {
      await adapter.executeRaw({ sql, args: [], argTypes: [] })
    }
  } finally {
    await adapter.dispose()
  }
}
