// feature: mail (this file)
import { randomUUID } from 'node:crypto'
import { askPostgres } from '@/lib/db/client'
import { saveLink } from '@/lib/db/mail/links'
import { newSecret, sha256 } from '@/lib/ids'
import { confirmAddress } from '@/lib/server/account/confirm-address'
import { disownLogin } from '@/lib/server/account/disown-login'
import { resetPassword, undoAddressChange } from '@/lib/server/account/recover'
import { days, minutes, toDate } from '@/lib/time'
import { cookiesIn, type Performer } from '@/tests/integration/events/performer'
import type { Scene } from '@/tests/integration/events/scene'
import { guesser } from '@/tests/integration/support/password'
import { client } from '@/tests/integration/support/session'

const newAddress = () => `${randomUUID()}@example.com`
const password = 'a new battery for the horse'

/** @returns the code of a link that the user has got by mail */
async function linkFor(purpose: 'reset' | 'verify' | 'change', { userId, email, now, visitor }: Scene) {
  const code = newSecret()
  const { generation } = (await visitor()).credential
  await saveLink({
    ...{ userId, purpose, codeHash: sha256(code), askedAt: toDate(now), lifetime: minutes(30), sentTo: email },
    ...(purpose === 'change' && { change: { email: newAddress(), generation } }),
  })
  return code
}

/** @returns the code of a link that restores an earlier address */
async function undoLinkFor({ userId, now }: Scene) {
  const code = newSecret()
  const lasting = { changedAt: toDate(now), expiresAt: toDate(now + days(7)) }
  const data = { userId, email: newAddress(), undoHash: Buffer.from(sha256(code)), ...lasting }
  await askPostgres(({ addressChange }) => addressChange.create({ data }))
  return code
}

/** @returns the code in the mail about a login */
async function noticeFor({ userId, now }: Scene) {
  const code = newSecret()
  const data = { userId, codeHash: sha256(code), expiresAt: toDate(now + days(7)) }
  await askPostgres(({ loginNotice }) => loginNotice.create({ data }))
  return code
}

function expectReset({ outcome }: { outcome: string }) {
  if (outcome !== 'reset') throw new Error(`it did not happen: ${outcome}`)
  return []
}

export const mailPerformers = {
  'password-reset': async (scene) =>
    expectReset(await resetPassword({ code: await linkFor('reset', scene), password }, client, scene.now)),
  'address-verified': async (scene) => {
    const code = await linkFor('verify', scene)
    const { outcome } = await confirmAddress(code, await scene.visitor(), guesser, scene.now)
    if (outcome !== 'verified') throw new Error(`it did not happen: ${outcome}`)
    return []
  },
  'address-changed': async (scene) => {
    const code = await linkFor('change', scene)
    return cookiesIn(await confirmAddress(code, await scene.visitor(), guesser, scene.now))
  },
  'address-undone': async (scene) =>
    expectReset(await undoAddressChange({ code: await undoLinkFor(scene), password }, client, scene.now)),
  'login-disowned': async (scene) => {
    const { outcome } = await disownLogin(await noticeFor(scene), client, scene.now)
    if (outcome !== 'ended') throw new Error(`it did not happen: ${outcome}`)
    return []
  },
} as const satisfies Readonly<Record<string, Performer>>
