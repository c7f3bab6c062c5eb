// feature: second-factor (this file)
import { describe, expect, test } from 'vitest'
import { logIn } from '@/lib/server/account/log-in'
import { rememberDevice } from '@/lib/server/limits/device'
import { sendMailNow } from '@/lib/server/mail/outbox'
import { nowInSeconds } from '@/lib/time'
import { makeDue, PostOffice, rowsInOutbox } from '@/tests/integration/mail/post-office'
import { answer, codeAt, newProtectedPerson, wrongCodeAt } from '@/tests/integration/second-factor/protected'
import { password } from '@/tests/integration/support/person'
import { trailOf } from '@/tests/integration/support/rows'
import { client, present } from '@/tests/integration/support/session'
import { withSettings } from '@/tests/integration/support/settings'
import { anyModel } from '@/tests/support/models'

const office = new PostOffice().serve()
const now = nowInSeconds()

interface Attempt {
  at?: number
  device?: string | null
  typed?: string
}

/** Enters a password. @returns the challenge, or null where it was refused */
async function enter({ email }: { email: string }, { at = now, device = null, typed = password }: Attempt = {}) {
  const attempt = { email, password: typed, model: anyModel, presented: present([]), client, device }
  const given = await logIn(attempt, at)
  return given.outcome === 'challenged' ? (given.cookies[0]?.value ?? null) : null
}

/** As if six minutes had passed. */
async function sentLater() {
  await makeDue()
  await sendMailNow()
  return office.received.map(({ to, subject }) => [to.join(), subject.split(' · ')[0]])
}

const askedOf = async (userId: string) =>
  (await trailOf(userId)).filter(({ kind }) => kind === 'second_factor_asked').length

test('[ASVS 6.3.5] the right password without its code is in the audit trail, and sends the owner one mail with a way out', async () => {
  const person = await newProtectedPerson()
  const challenge = await enter(person)
  await answer(challenge, await wrongCodeAt(person.secret, now), now)

  expect(await sendMailNow()).toBe(0)
  expect(await sentLater()).toEqual([[person.email, 'Your password was entered']])
  const [mail] = office.received
  expect(mail?.text).toContain(`(UTC), from ${client.ip}.`)
  expect(mail?.text).toContain('/forgot-password')
  expect(mail?.text).not.toMatch(/#[\w-]{43}/)
  const kinds = (await trailOf(person.userId)).map(({ kind }) => kind)
  expect(kinds.toSorted()).toEqual(['second_factor_asked', 'second_factor_failed'])
})

test('a login whose code has followed sends no such mail', async () => {
  const person = await newProtectedPerson()
  const challenge = await enter(person)
  expect(await answer(challenge, await codeAt(person.secret, now), now)).toMatchObject({ outcome: 'logged_in' })

  expect((await sentLater()).map(([, subject]) => subject)).not.toContain('Your password was entered')
  expect(await rowsInOutbox()).toEqual([])
})

describe('an attacker who knows the password', () => {
  test('causes one entry and one mail in an hour, also with many logins at once, and the next ones in the next hour', async () => {
    const person = await newProtectedPerson()
    const hour = Math.floor(now / 3600) * 3600
    await Promise.all(Array.from({ length: 10 }, () => enter(person, { at: hour })))
    await enter(person, { at: hour + 3599 })
    expect(await askedOf(person.userId)).toBe(1)
    expect(await sentLater()).toHaveLength(1)
    await enter(person, { at: hour + 3500 })
    expect(await rowsInOutbox()).toEqual([])

    await enter(person, { at: hour + 3600 })
    expect(await askedOf(person.userId)).toBe(2)
    expect(await sentLater()).toHaveLength(2)
  })

  test('is not hidden by a login of the owner in a known browser, which sends no mail', async () => {
    const person = await newProtectedPerson()
    const owner = { userId: person.userId, generation: 0 }
    const [known] = await withSettings({ RATE_LIMIT: 'on' }, () => rememberDevice(null, owner, now))
    await enter(person, { device: known?.value ?? '' })
    expect(await rowsInOutbox()).toEqual([])

    await enter(person)
    expect(await askedOf(person.userId)).toBe(2)
    expect(await sentLater()).toEqual([[person.email, 'Your password was entered']])
  })
})

test('a wrong password sends no mail, and an attacker cannot flood the mailbox with guesses', async () => {
  const person = await newProtectedPerson()
  expect(await enter(person, { typed: 'wrong' })).toBeNull()
  expect([await rowsInOutbox(), await askedOf(person.userId)]).toEqual([[], 0])
})
