import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { askPostgres } from '@/lib/db/client'
import { env } from '@/lib/env'
import { changePassword } from '@/lib/server/account/change-password'
import { changeRole } from '@/lib/server/admin/users'
import { revokeOthers } from '@/lib/server/sessions/revoke'
import type { IssuedCookie } from '@/lib/session/cookies'
import type { SessionData } from '@/lib/session/session-data'
import { nowInSeconds } from '@/lib/time'
import { filledByForm, filledToTheBrim, filledWithoutVisits } from '@/tests/integration/support/full-cookie'
import { guesser, prove, reopened } from '@/tests/integration/support/password'
import { password } from '@/tests/integration/support/person'
import { changeDataOf, client, letIn, look, open, readDataOf, visit } from '@/tests/integration/support/session'

type Cookies = readonly IssuedCookie[]

const now = nowInSeconds()
const later = now + 60
const due = now + env().FRESH_SECONDS

const changeTheirRole = async (cookies: Cookies, userId: string) => {
  await changeRole(userId, 'editor')
  return (await letIn(visit(cookies, later))).cookies
}

const changeTheirPassword = async (cookies: Cookies) => {
  const wanted = 'a new battery for the horse'
  const changed = await changePassword(await letIn(look(cookies, later)), { current: password, wanted }, guesser, later)
  if (changed.outcome !== 'changed') throw new Error(changed.outcome)
  return changed.cookies
}

const stepUp = async (cookies: Cookies, userId: string) => {
  // Raised without the revocation in Redis: the step-up reads longer counters than the check saw.
  await askPostgres(({ user }) => user.update({ where: { id: userId }, data: { accessVersion: 10 } }))
  return reopened(await prove(cookies, password, later)).cookies
}

const endAllOthers = async (cookies: Cookies) => {
  const revoked = await revokeOthers(await letIn(look(cookies, later)), client, later)
  if (revoked.outcome !== 'revoked') throw new Error(revoked.outcome)
  return revoked.cookies
}

const dataIn = async (cookies: Cookies, at = later) => readDataOf(await open(cookies, at), at)

/** At most a block of the cipher, and the mark. */
function expectShortened(before: SessionData, after: SessionData | null): void {
  expect(after?.visits).toBe(before.visits)
  expect(after?.note).toMatch(/^n+…$/)
  expect(before.note.length - (after?.note.length ?? 0)).toBeLessThanOrEqual(40)
}

let warn: ReturnType<typeof vi.spyOn>
beforeEach(() => {
  warn = vi.spyOn(console, 'warn').mockReturnValue()
})
afterEach(() => vi.restoreAllMocks())

describe.each([
  ['a role change', changeTheirRole],
  ['a password change', changeTheirPassword],
  ['a step-up', stepUp],
  ['a revocation of all other sessions', endAllOthers],
])('a sealed session whose cookie is full survives %s', (_, grow) => {
  test('with all its data, when the form has accepted them', async () => {
    const { userId, cookies, data } = await filledByForm(now)

    const grown = await grow(cookies, userId)

    expect(await dataIn(grown)).toEqual(data)
    await letIn(visit(grown, later))
    expect(warn).not.toHaveBeenCalled()
  })

  test('with a visibly truncated note, when an older release without reserved room has filled it', async () => {
    const { userId, cookies, data } = await filledToTheBrim(now)

    const grown = await grow(cookies, userId)

    expectShortened(data, await dataIn(grown))
    await letIn(visit(grown, later))
    expect(warn).toHaveBeenCalledOnce()
  })
})

test('a full cookie from a release with one field less is renewed with a shorter note', async () => {
  const { cookies, data } = await filledWithoutVisits(now)

  const { cookies: renewed } = await letIn(visit(cookies, due))

  expectShortened(data, await dataIn(renewed, due))
})

test('a note that the form has accepted is accepted again when the cookie has grown, and not a letter more', async () => {
  const { userId, cookies, data } = await filledByForm(now)
  const grown = await changeTheirRole(cookies, userId)
  const write = async (note: string) =>
    changeDataOf(await open(grown, later), ({ visits }) => ({ visits, note }), later)

  expect(await write(data.note)).toMatchObject({ data })
  expect(await write(`${data.note}n`)).toBe('too_large')
})
