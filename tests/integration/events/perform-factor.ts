// feature: second-factor (this file)
import { randomUUID } from 'node:crypto'
import { askPostgres } from '@/lib/db/client'
import { removePasskey } from '@/lib/server/second-factor/passkeys'
import { beginSetUp, turnOn } from '@/lib/server/second-factor/set-up'
import { turnOff } from '@/lib/server/second-factor/turn-off'
import { cookiesIn, type Performer } from '@/tests/integration/events/performer'
import { register } from '@/tests/integration/second-factor/passkey'
import { answer, challengeFor, codeAt, cookiesOf, protect } from '@/tests/integration/second-factor/protected'
import { guesser } from '@/tests/integration/support/password'
import { Authenticator } from '@/tests/support/authenticator'

export const factorPerformers = {
  'app-on': async ({ visitor, now }) => {
    const setUp = await beginSetUp(await visitor(), now)
    if (!setUp) throw new Error('it did not happen: no account')
    const typed = { setUp: setUp.seal, code: await codeAt(setUp.secret, now) }
    return cookiesIn(await turnOn(await visitor(), typed, guesser, now))
  },
  'app-off': async ({ userId, visitor, now }) => {
    await protect(userId)
    return cookiesIn(await turnOff(await visitor(), guesser, now))
  },
  'recovery-code-used': async ({ userId, email, current, now }) => {
    const { recoveryCodes } = await protect(userId)
    const challenge = await challengeFor(email, current.session.model, now)
    return cookiesOf(await answer(challenge, recoveryCodes[0] ?? '', now))
  },
  'passkey-added': async ({ visitor, now }) => cookiesIn(await register(await visitor(), new Authenticator(), now)),
  'passkey-removed': async ({ userId, visitor, now }) => {
    const id = await insertPasskey(userId)
    return cookiesIn(await removePasskey(await visitor(), id, guesser, now))
  },
} as const satisfies Readonly<Record<string, Performer>>

/** A passkey that was added earlier: adding it now would end the sessions. */
async function insertPasskey(userId: string): Promise<string> {
  const id = randomUUID()
  const key = { credentialId: randomUUID(), publicKey: Buffer.from('none'), counter: 0, backedUp: false } as const
  const data = { ...key, id, userId, name: 'A key', deviceType: 'singleDevice' } as const
  await askPostgres(({ passkey }) => passkey.create({ data }))
  return id
}
