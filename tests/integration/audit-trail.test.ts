import { afterEach, describe, expect, test, vi } from 'vitest'
import { askPostgres } from '@/lib/db/client'
import { env } from '@/lib/env'
import { logIn } from '@/lib/server/account/log-in'
import { changeRole } from '@/lib/server/admin/users'
import { logOut } from '@/lib/server/sessions/log-out'
import { cutOffUser } from '@/lib/server/sessions/revoke-all'
import type { IssuedCookie } from '@/lib/session/cookies'
import type { Model } from '@/lib/session/models'
import { nowInSeconds } from '@/lib/time'
import { newPerson, password } from '@/tests/integration/support/person'
import { client, present, renew, start } from '@/tests/integration/support/session'
import { models } from '@/tests/support/models'

const now = nowInSeconds()
const due = now + env().FRESH_SECONDS

const login = (email: string, model: Model, secret = password) =>
  logIn({ email, password: secret, model, presented: present([]), client, device: null }, now)

describe('no row contains a secret:', () => {
  const wholeTrail = async () => JSON.stringify(await askPostgres(({ auditEvent }) => auditEvent.findMany()))
  const secretsIn = (cookies: readonly IssuedCookie[]) =>
    cookies.flatMap(({ value }) => [value, ...value.split(/[.*~]/)])

  test.each(models)('%s: no e-mail, no password, no cookie nor part of one, after any act', async (model) => {
    const { userId, email } = await newPerson()
    const answer = await login(email, model)
    const cookies = answer.outcome === 'logged_in' ? answer.cookies.filter(({ value }) => value !== '') : []
    await login(email, model, 'my other secret')
    await login('other-user@example.com', model, 'my other secret')
    const { cookies: others } = await start(model, userId, now)
    await logOut(present(others), client, now)
    await renew(others, due)

    const trail = await wholeTrail()
    expect(trail).toContain(userId)
    const told = [email, 'example.com', password, 'my other secret', ...secretsIn([...cookies, ...others])]
    expect(told.filter((secret) => secret.length > 6 && trail.includes(secret))).toEqual([])
  })
})

describe('when the trail cannot be written', () => {
  const rename = (from: string, to: string) =>
    askPostgres((database) => database.$executeRawUnsafe(`ALTER TABLE "${from}" RENAME TO "${to}"`))

  /** Every other table of the database works. */
  async function withoutTrail<T>(work: () => Promise<T>): Promise<T> {
    await rename('AuditEvent', 'AuditEventAside')
    try {
      return await work()
    } finally {
      await rename('AuditEventAside', 'AuditEvent')
    }
  }

  afterEach(() => vi.restoreAllMocks())

  test('a logout, a revocation of all sessions and a change of role succeed, and each lost event is logged without a secret', async () => {
    const { userId, email } = await newPerson()
    const { cookies } = await start('stored', userId, now)
    const log = vi.spyOn(console, 'error').mockImplementation(() => undefined)

    await withoutTrail(async () => {
      expect(await logOut(present(cookies), client, now)).toMatchObject({ unfinished: [] })
      expect(await cutOffUser(userId, now)).toBe('ended')
      expect(await changeRole(userId, 'editor')).toBe('changed')
      expect(await login(email, 'sealed')).toMatchObject({ outcome: 'logged_in' })
    })

    const lines = log.mock.calls.flat().join('\n')
    for (const kind of ['logout', 'cut_off', 'role_changed', 'login']) expect(lines).toContain(`"audit_lost:${kind}"`)
    expect(lines).not.toContain(email)
    expect(await renew(cookies, due)).toBeNull()
  })
})
