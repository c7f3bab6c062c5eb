import { expect } from 'vitest'
import { askPostgres } from '@/lib/db/client'
import { turns } from '@/lib/server/limits/turns'
import { newAccount } from '@/tests/support/open-session'
import { reach } from '@/tests/support/reach'
import { request } from '@/tests/support/request'
import { Visitor } from '@/tests/support/visitor'

/** A hash that takes longer to compare with than a refused login waits. Ours has two passes. */
const slowHash = (passes: number) =>
  `$argon2id$v=19$m=19456,t=${passes},p=1$6GkTZqd67MeTKuDJxAGDKQ$NfrCb84/Bm1i7sneVYI0JUrt3X/3kFY0sU5VIE0fmGY`

const readHealth = async (app: { url: string }) => (await request(app.url, '/api/health')).json()

/**
 * Logins whose hashes take all turns of a running application. Its limits have to be off.
 * @returns the end of these logins
 */
export async function holdHashes(app: { url: string }, passes = 1400): Promise<{ end: Promise<unknown> }> {
  const { userId, email, password } = await newAccount(app)
  reach(app.url)
  await askPostgres(({ user }) => user.updateMany({ where: { id: userId }, data: { passwordHash: slowHash(passes) } }))
  // One more than run at once: when it waits, all turns are taken.
  const held = Array.from({ length: turns.hashes.running + 1 }, () =>
    new Visitor(app).submit('/login', 'password', { email, password }).catch(() => null),
  )
  await expect.poll(() => readHealth(app), { timeout: 30_000 }).toMatchObject({ status: 'ok', logins: 'waiting' })
  return { end: Promise.all(held) }
}
