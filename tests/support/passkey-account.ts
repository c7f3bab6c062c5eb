// feature: second-factor (this file)
import { randomBytes } from 'node:crypto'
import { askPostgres } from '@/lib/db/client'
import { Authenticator } from '@/tests/support/authenticator'
import { reach } from '@/tests/support/reach'

/** A passkey of this account, written into the database of the application. */
export async function passkeyFor(app: { url: string }, userId: string): Promise<Authenticator> {
  reach(app.url)
  const authenticator = new Authenticator()
  const handle = new Uint8Array(randomBytes(64))
  authenticator.handle = Buffer.from(handle).toString('base64url')
  await askPostgres(async ({ user, passkey }) => {
    await user.updateMany({ where: { id: userId }, data: { passkeyHandle: handle } })
    await passkey.create({
      data: {
        ...{ userId, credentialId: authenticator.id, publicKey: authenticator.publicKey, name: 'A key' },
        ...({ counter: 0, transports: ['internal'], deviceType: 'singleDevice', backedUp: false } as const),
      },
    })
  })
  return authenticator
}
