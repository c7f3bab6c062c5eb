// feature: second-factor (this file)
import { expect, test } from 'vitest'
import { sendMailNow } from '@/lib/server/mail/outbox'
import { listPasskeys, removePasskey } from '@/lib/server/second-factor/passkeys'
import { nowInSeconds } from '@/lib/time'
import { PostOffice } from '@/tests/integration/mail/post-office'
import { passkeyOf } from '@/tests/integration/second-factor/passkey'
import { guesser } from '@/tests/integration/support/password'
import { newPerson } from '@/tests/integration/support/person'
import { letIn, look, start } from '@/tests/integration/support/session'
import { anyModel } from '@/tests/support/models'

const office = new PostOffice().serve()
const now = nowInSeconds()

test('[ASVS 6.3.7] a passkey that is added or removed sends a mail to its owner, without the name of the passkey', async () => {
  const { userId, email } = await newPerson()
  await passkeyOf(userId, now)
  const visitor = await letIn(look((await start(anyModel, userId, now)).cookies, now))
  const [{ id } = { id: '' }] = await listPasskeys(userId)
  await removePasskey(visitor, id, guesser, now)

  expect(await sendMailNow()).toBe(2)
  const subjects = office.received.map(({ subject }) => subject.split(' · ')[0]).toSorted()
  expect(subjects).toEqual(['A passkey was added', 'A passkey was removed'])
  for (const { to, text } of office.received) {
    expect(to).toEqual([email])
    expect(text).toContain('/account/security')
    expect(text).not.toContain('A key')
  }
})
