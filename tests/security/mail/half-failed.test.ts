import { expect, test } from 'vitest'
import { mayStay, RedisDoor, retry } from '@/tests/security/support/redis-door'
import { findForm } from '@/tests/support/forms'
import { givenApplication } from '@/tests/support/given-application'
import { awaitMail, linkIn } from '@/tests/support/mailbox'
import { noticedLogin } from '@/tests/support/noticed-login'
import { newOwner } from '@/tests/support/open-session'
import type { Answer } from '@/tests/support/request'
import { Visitor } from '@/tests/support/visitor'

/* A link of a mail that has done its work, while the end of the sessions cannot be published to Redis. */

const door = new RedisDoor().serve()
const mailed = givenApplication()
const wanted = 'paper, ink and parchment'

async function changing() {
  const account = await newOwner(door.app)
  const { here, elsewhere } = await door.twoDevices(account)
  const email = `new-${account.email}`
  await here.submit('/account', 'newEmail', { newEmail: email })
  const { code } = linkIn(await awaitMail(email, mailed))
  return { account, email, here, elsewhere, code }
}

/** @returns the answer of the retry that has published it */
async function expectRetry(visitor: Visitor, other: Visitor, path: string, answer: Answer): Promise<Answer> {
  expect(answer.body).toContain(mayStay)
  const again = await retry(visitor, answer, path)
  expect(again.body).toContain(mayStay)
  expect(await door.seenElsewhere(other)).toMatchObject({ status: 200 })

  door.isRefusing = false
  const finished = await retry(visitor, again, path)
  await door.untilRevoked(other)
  return finished
}

test('a changed address is changed, and "Try again" logs the other devices out', async () => {
  const { here, elsewhere, email, code } = await changing()
  door.isRefusing = true
  const answer = await here.submit('/verify-email', 'code', { code })

  const finished = await expectRetry(here, elsewhere, '/verify-email', answer)
  expect(finished.body.replaceAll('<!-- -->', '')).toContain(
    'Your address is changed, and your other sessions have ended.',
  )
  expect(await here.me()).toMatchObject({ status: 200, user: { email } })
})

test('an undone change of the address is undone, and "Try again" logs every device out', async () => {
  const { account, here, code } = await changing()
  await here.submit('/verify-email', 'code', { code })
  const undo = linkIn(await awaitMail(account.email, mailed))
  const owner = new Visitor(door.app)
  door.isRefusing = true
  const fields = { code: undo.code, password: wanted }
  const answer = await owner.submit('/reset-password/address', 'password', fields)

  expect(answer.body).toContain('Your address is restored, your password is set, and every session has ended')
  const finished = await expectRetry(owner, here, '/reset-password/address', answer)
  expect(finished).toMatchObject({ status: 303, location: '/login?reset=restored', setCookies: [] })
})

test('after "this was not me" the page says that a device may stay, and the new password ends that, by "Try again"', async () => {
  const { attacker, code } = await noticedLogin({ ...mailed, url: door.app.url }, 'signed')
  const owner = new Visitor(door.app)
  const page = '/reset-password/not-me'
  door.isRefusing = true
  const first = await owner.submit(page, 'code', { code })

  expect(first.body.replaceAll('<!-- -->', '')).toContain('A device may stay logged in for up to 90 seconds more.')
  expect(await door.seenElsewhere(attacker)).toMatchObject({ status: 200 })
  const form = Object.fromEntries(findForm(first.body, 'password').fields)
  const answer = await owner.post(page, { ...form, password: wanted })

  const finished = await expectRetry(owner, attacker, page, answer)
  expect(finished).toMatchObject({ status: 303, location: '/login?reset=done', setCookies: [] })
})
