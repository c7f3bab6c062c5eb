import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { seedPeople } from '@/scripts/database/seed-people'
import { Matrix } from '@/tests/security/support/matrix'
import {
  type Applications,
  type Away,
  aways,
  begin,
  bringBack,
  type Case,
  firstFrom,
  gather,
  type Moments,
  maxAgeMs,
  modes,
  nameOf,
  type OutageMode,
  stopTraffic,
  takeAway,
  timesOf,
  untilAnswered,
  untilServed,
} from '@/tests/security/support/outage'
import { type Acts, actWhileAway } from '@/tests/security/support/outage-acts'
import { type Sight, type Way, wayNames } from '@/tests/security/support/sightings'
import { startApplication } from '@/tests/support/application'
import { models } from '@/tests/support/models'
import { needs } from '@/tests/support/needs'
import { people } from '@/tests/support/people'
import { type OwnStores, realStoresObstacle, startOwnStores } from '@/tests/support/real-stores'
import { type Stores, startStores } from '@/tests/support/stores'
import { shortTimeouts } from '@/tests/support/timeouts'

/*
 * The outage table of docs/security.md, row by row: the test stops and starts a real PostgreSQL and a real Redis under
 * the traffic of logged-in users, by three models in each of three applications.
 */

// No other test may use the servers that stop here, also when the run was given a server.
vi.hoisted(() => {
  delete process.env.TEST_DATABASE_URL
  delete process.env.TEST_DATABASE_TEMPLATE
  delete process.env.TEST_REDIS_URL
})

let servers: OwnStores
let stores: Stores
let apps: Applications
/** REVOCATION_OUTAGE_MS, which only snapshot uses. */
let outageMs = 5000

const matrix = new Matrix('away, mode, model')

beforeEach(needs(realStoresObstacle))
beforeAll(async () => {
  if (realStoresObstacle) return
  servers = await startOwnStores()
  stores = await startStores(servers)
  const start = (mode: OutageMode) =>
    startApplication({
      env: {
        ...stores.env,
        ...shortTimeouts,
        REVOCATION_MODE: mode,
        REVOCATION_MAX_AGE_MS: String(maxAgeMs),
        REVOCATION_OUTAGE_MS: String(outageMs),
        RATE_LIMIT: 'on',
      },
    })
  // Runs before the applications, two of which start at once, look up the users.
  await seedPeople(stores.env.DATABASE_URL ?? '')
  const startedAt = Date.now()
  const [strict, off] = await Promise.all([start('strict'), start('off')])
  // Every user must send a request while replicas are valid: longer on a busy machine.
  outageMs = Math.min(30_000, Math.max(5000, Math.round(1.5 * (Date.now() - startedAt))))
  apps = { strict, off, snapshot: await start('snapshot') }
})
afterAll(async () => {
  await Promise.all(Object.values(apps ?? {}).map((app) => app.stop()))
  await stores?.close()
  await servers?.close()
  console.log(`${matrix}`)
})

const phases = ['at first', 'after the last copy', 'renewal due'] as const

const believed: Record<Away, Record<OutageMode, (model: Case['model']) => readonly [boolean, boolean, boolean]>> = {
  redis: {
    strict: () => [false, false, false],
    snapshot: () => [true, false, false],
    off: () => [true, true, false],
  },
  postgres: {
    // Redis caches a stored session until its revalidation is due.
    strict: () => [true, true, false],
    snapshot: () => [true, true, false],
    off: () => [true, true, false],
  },
  both: {
    strict: () => [false, false, false],
    // The row of a stored session is cached nowhere.
    snapshot: (model) => [model !== 'stored', false, false],
    off: (model) => [model !== 'stored', model !== 'stored', false],
  },
}

/** The decision of the edge, which reads no rows. */
const atTheEdge = (away: Away, mode: OutageMode) => believed[away][mode]('sealed')

function expected(away: Away, { mode, model }: Case, way: Way, phase: number): Sight {
  const isBelieved = believed[away][mode](model)[phase]
  if (way === 'greeting') return isBelieved ? 'served' : 'unknown'
  // The process has the name that GET /api/me shows.
  if (away === 'redis' || way === 'api') return isBelieved ? 'served' : 'try again'
  return way === 'page' && atTheEdge(away, mode)[phase] ? 'past the edge' : 'try again'
}

const cells = modes.flatMap((mode) => models.map((model) => ({ mode, model })))

describe.each(aways)('unavailable: %s', (away) => {
  let cases: Case[] = []
  let acts: Acts[] = []
  let moments: Moments

  function caseOf({ mode, model }: Pick<Case, 'mode' | 'model'>) {
    const index = cases.findIndex((one) => one.mode === mode && one.model === model)
    const [one, did] = [cases[index], acts[index]]
    if (!one || !did) throw new Error('no visitor sent a request')
    return { ...one, did }
  }

  beforeAll(async () => {
    if (realStoresObstacle) return
    const { dueAt, ...begun } = await begin(await gather(apps))
    cases = begun.cases
    const servedSince = Date.now()
    await untilServed(cases, ['regular'], servedSince)
    const gone = await takeAway(servers, away)
    const copiesUntil = [servedSince + outageMs - maxAgeMs, gone.goneAt + outageMs + 300] as const
    let answeredAt = 0
    try {
      await untilAnswered(cases, 'regular', firstFrom(gone))
      answeredAt = Date.now()
      for (const { due } of cases) due.traffic.start()
      acts = await Promise.all(cases.map(actWhileAway))
      await untilAnswered(cases, 'due', dueAt)
      await untilAnswered(cases, 'regular', copiesUntil[1])
    } finally {
      moments = { ...gone, dueAt, copiesUntil, answeredAt, startingAt: await bringBack(servers, away) }
    }
    await untilServed(cases, ['regular', 'due'], Date.now())
    await stopTraffic(cases)
  })
  afterAll(() => stopTraffic(cases))

  describe.each(cells)('$mode, $model:', (cell) => {
    test.each(phases)('each request is answered as the outage table says, %s', (phase) => {
      const one = caseOf(cell)
      const { traffic } = phase === 'renewal due' ? one.due : one.regular
      const index = phases.indexOf(phase)
      const { from, to } = timesOf(moments, away)[phase]

      const seen = wayNames.map((way) => [way, traffic.between(way, from, to)])

      matrix.record(`${away}, ${nameOf(one)}`, phase, seen.map(([, sights]) => String(sights)).join(' / '))
      expect(seen).toEqual(wayNames.map((way) => [way, [expected(away, one, way, index)]]))
    })

    test('no user is logged out: cookies are kept, and work again without a login', async () => {
      const { regular, due } = caseOf(cell)
      for (const { visitor, cookieNames, traffic, email } of [
        { ...regular, email: people.linus.email },
        { ...due, email: people.ada.email },
      ]) {
        const unexpected = traffic.seen.filter(
          ({ sight }) => !['served', 'try again', 'past the edge', 'unknown'].includes(sight),
        )
        expect(unexpected).toEqual([])
        expect(visitor.cookies.map(({ name }) => name)).toEqual(cookieNames)
        expect(await visitor.me()).toMatchObject({ status: 200, user: { email } })
      }
    })

    test('[ASVS 7.4.1] a session revoked before the outage is accepted nowhere after the bound', () => {
      const { thief, mode } = caseOf(cell)
      const { revokedAt, freshUntil } = thief
      const bound = { strict: revokedAt, snapshot: revokedAt + maxAgeMs, off: freshUntil }[mode]
      const mayStill = (from: number) => from <= bound || (from >= moments.emptiedAt && from <= freshUntil)

      const tooLate = thief.traffic.seen.filter(({ sight, from }) => sight === 'served' && !mayStill(from))

      expect(thief.traffic.seen.length).toBeGreaterThan(10)
      expect(tooLate).toEqual([])
    })

    test('a login answers that it is not possible now, and keeps what was typed except the password', () => {
      const { login } = caseOf(cell).did
      expect([login.status, login.setCookies, login.email]).toEqual([200, [], people.linus.email])
      expect(login.body).toContain('We cannot log you in just now.')
      expect(login.body).not.toContain(people.linus.password)
    })

    test('a signup answers that it is not possible now, and keeps name and e-mail', () => {
      const { signup } = caseOf(cell).did
      expect([signup.status, signup.setCookies]).toEqual([200, []])
      expect(signup.body).toContain('We cannot open an account just now.')
      expect([signup.fields.get('name'), signup.fields.get('email')]).toEqual(['Hedy Lamarr', 'hedy@example.com'])
    })

    test('a step-up is unavailable, and the sensitive action has not happened', () => {
      const { stepUp } = caseOf(cell).did
      expect([stepUp.status, stepUp.setCookies]).toEqual([200, []])
      expect(stepUp.body).toContain('"outcome":"unavailable"')
    })

    if (away === 'redis') {
      test('a logout has ended the session in Postgres, says what remains to do, and can be finished', async () => {
        const { did, leaver, mode } = caseOf(cell)
        const { target, said, again } = did.unfinished
        expect(target).toMatch(/^\/login\?logout=unfinished&session=[\w-]{22}$/)
        expect(said).toContain('A copy of your session may be accepted')
        expect(again).toBe(target)
        expect(leaver.visitor.cookies.map(({ name }) => name)).not.toContain(leaver.saved.cookies[0]?.name)

        expect((await leaver.visitor.submit(target, 'Try again')).location).toBe('/login?logout=done')
        const seen = () => leaver.saved.clone().me()
        if (mode === 'strict') expect(await seen()).toMatchObject({ status: 401, code: 'revoked' })
        if (mode === 'snapshot') await expect.poll(seen, { timeout: 10_000 }).toMatchObject({ code: 'revoked' })
        // Without revocation a credential is accepted until renewal is due, and no mode renews it.
        expect(await leaver.saved.send('POST', '/api/session/renew')).toMatchObject({ status: 401 })
      })
    } else {
      test('a logout that cannot be written to Postgres has not happened, and says so', async () => {
        const { did, leaver } = caseOf(cell)
        expect(did.logout.body).toContain('"unavailable"')
        expect(did.logout.setCookies).toEqual([])
        expect(await leaver.visitor.me()).toMatchObject({ status: 200 })
      })
    }
  })

  test('a stored session that is cached nowhere cannot be served without Postgres, and is kept', async () => {
    for (const mode of modes) {
      const { did, unseen } = caseOf({ mode, model: 'stored' })
      if (away !== 'redis') expect(did.unseen.slice(0, 2)).toEqual(['unknown', 'try again'])
      expect(did.unseen).not.toContain('refused')
      expect(await unseen.me()).toMatchObject({ status: 200 })
    }
  })
})

test('the log of the outages names the causes, and quotes no value', () => {
  for (const app of Object.values(apps)) {
    const written = app.log().replace(/^(Seeded:|Second factor of) .*$/gm, '')
    expect(written).toContain('UnavailableError')
    for (const secret of ['@example.com', 'postgresql://', '__Host-', 'Fe26.2', people.linus.password]) {
      expect(written).not.toContain(secret)
    }
  }
})
