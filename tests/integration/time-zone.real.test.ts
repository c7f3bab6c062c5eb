import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { askPostgres } from '@/lib/db/client'
import { env } from '@/lib/env'
import { days, minutes, nowInSeconds, toDate } from '@/lib/time'
import { familyOf } from '@/tests/integration/support/family'
import { newPerson } from '@/tests/integration/support/person'
import { raceOnRealStores } from '@/tests/integration/support/race'
import { rowOf, tokensOf } from '@/tests/integration/support/rows'
import { renew, start } from '@/tests/integration/support/session'
import { needs } from '@/tests/support/needs'
import { pgBouncerObstacle, startPgBouncer } from '@/tests/support/pgbouncer'
import { realStoresObstacle } from '@/tests/support/real-stores'

/* Instants in a PostgreSQL that is set to New York, hours away from UTC and with a daylight-saving change. */

raceOnRealStores()
beforeEach(needs(pgBouncerObstacle))

const holder: { prisma?: unknown } & typeof globalThis = globalThis

async function reconnect(url = env().DATABASE_URL): Promise<void> {
  await askPostgres((database) => database.$disconnect())
  Object.assign(env(), { DATABASE_URL: url })
  Reflect.deleteProperty(holder, 'prisma')
}

beforeAll(async () => {
  if (realStoresObstacle) return
  const name = new URL(env().DATABASE_URL).pathname.slice(1)
  await askPostgres((database) =>
    database.$executeRawUnsafe(`ALTER DATABASE "${name}" SET timezone TO 'America/New_York'`),
  )
  await reconnect()
})

describe.each(['directly', 'through PgBouncer'])('%s,', (way) => {
  let bouncer: Awaited<ReturnType<typeof startPgBouncer>> | undefined
  const direct = () => env().DATABASE_URL

  beforeAll(async () => {
    if (realStoresObstacle || pgBouncerObstacle || way === 'directly') return
    bouncer = await startPgBouncer(direct())
    await reconnect(bouncer.url)
  })
  afterAll(async () => {
    if (!bouncer) return
    const { port } = new URL(process.env.DATABASE_URL ?? '')
    await reconnect(direct().replace(new URL(bouncer.url).port, port))
    await bouncer.stop()
  })

  test('every connection uses UTC', async () => {
    const asked = Array.from({ length: 20 }, () =>
      askPostgres((database) => database.$queryRaw<{ zone: string }[]>`SELECT current_setting('timezone') AS zone`),
    )
    expect(new Set((await Promise.all(asked)).flat().map(({ zone }) => zone))).toEqual(new Set(['UTC']))
  })

  test('a session ends when its cookie says so, also across a daylight-saving change', async () => {
    for (const now of [nowInSeconds(), Date.UTC(2026, 9, 31) / 1000, Date.UTC(2027, 2, 13) / 1000]) {
      const { session } = await start('stored', (await newPerson()).userId, now)
      expect(await rowOf(session.id)).toMatchObject({
        idleUntil: toDate(now + days(7)),
        endsAt: toDate(now + days(30)),
        lastSeenAt: toDate(now),
      })
    }
  })

  test('a refresh token was used now, and is within its grace window', async () => {
    const { sessionId, oldest } = await familyOf(1)

    const [used] = (await tokensOf(sessionId)).flatMap(({ usedAt }) => usedAt ?? [])
    expect(Math.abs((used?.getTime() ?? 0) - Date.now())).toBeLessThan(minutes(1) * 1000)
    expect(await renew(oldest)).not.toBeNull()
  })
})
