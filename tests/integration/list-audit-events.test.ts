import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { AuditKind } from '@/lib/db/audit-events'
import { eventsPerPage } from '@/lib/db/audit-events'
import { askPostgres } from '@/lib/db/client'
import { type AuditQuery, listAuditEvents } from '@/lib/server/admin/audit-trail'
import { newPerson } from '@/tests/integration/support/person'

const noon = new Date('2026-03-01T12:00:00.000Z')
const later = (milliseconds: number) => new Date(noon.getTime() + milliseconds)

const insert = (userId: string, kind: AuditKind, at: Date, actorId?: string) =>
  askPostgres(({ auditEvent }) => auditEvent.create({ data: { userId, kind, at, ...(actorId ? { actorId } : {}) } }))

async function page(query: AuditQuery) {
  const found = await listAuditEvents(query)
  if (!found) throw new Error('an unused address')
  return found
}

const kindsFor = async (query: AuditQuery) => (await page(query)).events.map(({ kind }) => kind)

describe('the trail', () => {
  test('of a user lists the acts on the account and the acts by the user, newest first', async () => {
    const [{ userId, email }, admin] = [await newPerson(), await newPerson('admin')]
    await insert(userId, 'login', noon)
    await insert(userId, 'cut_off', later(2), admin.userId)
    await insert(admin.userId, 'login', later(1))

    expect(await kindsFor({ email: email.toUpperCase() })).toEqual(['cut_off', 'login'])
    expect((await page({ email: admin.email })).events).toMatchObject([
      { kind: 'cut_off', person: email, actor: admin.email },
      { kind: 'login', person: admin.email, actor: null },
    ])
  })

  test('of an unknown user does not exist, which differs from an empty trail', async () => {
    expect(await listAuditEvents({ email: 'unknown@example.com' })).toBeNull()
    expect(await page({ email: (await newPerson()).email })).toEqual({ events: [], newer: null, older: null })
  })

  test('is filtered by kind, and by a time range', async () => {
    const { userId, email } = await newPerson()
    await insert(userId, 'login', noon)
    await insert(userId, 'logout', later(1000))
    await insert(userId, 'login', later(2000))

    expect(await kindsFor({ email, kind: 'logout' })).toEqual(['logout'])
    expect(await kindsFor({ email, since: later(1000) })).toEqual(['login', 'logout'])
    expect(await kindsFor({ email, until: later(1000) })).toEqual(['login'])
    expect(await kindsFor({ email, since: later(1), until: later(1000) })).toEqual([])
  })

  test('is filtered by session: acts by it, and acts on it', async () => {
    const { userId, email } = await newPerson()
    const sessionId = randomUUID()
    await askPostgres(({ auditEvent }) =>
      auditEvent.createMany({
        data: [
          { userId, kind: 'login', at: noon, sessionId },
          { userId, kind: 'login', at: later(1), sessionId: randomUUID() },
          { userId, kind: 'revoked', at: later(2), sessionId },
        ],
      }),
    )

    expect(await kindsFor({ sessionId })).toEqual(['revoked', 'login'])
    expect(await kindsFor({ email, sessionId, kind: 'login' })).toEqual(['login'])
    expect(await kindsFor({ sessionId: randomUUID() })).toEqual([])
  })

  test('keeps an event whose user is deleted, without the user', async () => {
    const { userId } = await newPerson()
    const { id } = await insert(userId, 'account_deleted', later(-86_400_000))
    await askPostgres(({ user }) => user.delete({ where: { id: userId } }))

    const { events } = await page({ kind: 'account_deleted', until: noon })
    expect(events.find((event) => event.id === id)).toMatchObject({ person: null, actor: null })
  })
})

describe('pages', () => {
  test('contain every event once, also those of one millisecond, and lead back the same way', async () => {
    const { userId, email } = await newPerson()
    const ids: string[] = []
    for (let n = 0; n < 2 * eventsPerPage + 1; n += 1)
      ids.push((await insert(userId, 'login', later(n > 40 ? 1 : 0))).id)

    const first = await page({ email })
    const second = await page({ email, from: { eventId: first.older ?? '', direction: 'older' } })
    const third = await page({ email, from: { eventId: second.older ?? '', direction: 'older' } })
    const secondAgain = await page({ email, from: { eventId: third.newer ?? '', direction: 'newer' } })
    const firstAgain = await page({ email, from: { eventId: secondAgain.newer ?? '', direction: 'newer' } })

    const seen = [first, second, third].flatMap(({ events }) => events.map(({ id }) => id))
    expect(seen).toHaveLength(ids.length)
    expect(seen.toSorted()).toEqual(ids.toSorted())
    expect([first.newer, third.older]).toEqual([null, null])
    expect(secondAgain).toEqual(second)
    expect(firstAgain).toEqual(first)
  })

  test('continue at the place of a purged event', async () => {
    const { userId, email } = await newPerson()
    await insert(userId, 'login', noon)

    expect(await page({ email, from: { eventId: 'purged', direction: 'older' } })).toEqual(await page({ email }))
  })
})
