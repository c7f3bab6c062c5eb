import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { env } from '@/lib/env'
import { familyOf, isNewest, refreshTokenIn, renewOrThrow } from '@/tests/integration/support/family'
import { rowOf } from '@/tests/integration/support/rows'
import { renew } from '@/tests/integration/support/session'
import { withSettings } from '@/tests/integration/support/settings'

const [current = ''] = env().SESSION_PASSWORDS
const next = randomBytes(32).toString('base64url')

/** The three deploys of a rotation: append (opens only), promote (seals), retire. */
const appended = { SESSION_PASSWORDS: [current, next] }
const promoted = { SESSION_PASSWORDS: [next, current] }
const retired = { SESSION_PASSWORDS: [next] }

test('a retry gets the same token from a process that is one deploy ahead', async () => {
  const { sessionId, oldest, newest } = await familyOf(1)

  const retried = await withSettings(promoted, () => renewOrThrow(oldest))

  await withSettings(promoted, async () => {
    expect(await refreshTokenIn(retried)).toBe(await refreshTokenIn(newest))
    expect(await isNewest(retried, sessionId)).toBe(true)
  })
})

test('a retry gets the same token from a process that is one deploy behind', async () => {
  const { oldest } = await familyOf(0)
  const renewed = await withSettings(promoted, () => renewOrThrow(oldest))

  await withSettings(appended, async () => {
    expect(await refreshTokenIn(await renewOrThrow(oldest))).toBe(await refreshTokenIn(renewed))
  })
})

test('a chain whose links were derived with different passwords is followed to its end', async () => {
  const { sessionId, oldest } = await familyOf(1)
  await withSettings(promoted, async () => {
    const second = await renewOrThrow(oldest)
    const third = await renewOrThrow(second)
    expect(await isNewest(third, sessionId)).toBe(true)
    expect(await refreshTokenIn(await renewOrThrow(oldest))).toBe(await refreshTokenIn(third))
  })
})

test('a token derived with a retired password renews like any other', async () => {
  const { newest } = await familyOf(1)
  // Promoted deploys have sealed it anew meanwhile; a retry leaves the token inside unchanged.
  const resealed = await withSettings(promoted, () => renewOrThrow(newest))

  await withSettings(retired, async () => expect(await renew(resealed)).not.toBeNull())
})

test('a retry whose successor was derived with a retired password is refused, and the token family stays valid', async () => {
  const both = { SESSION_PASSWORDS: [current, next] }
  const { sessionId, oldest, newest } = await withSettings(promoted, () => familyOf(0)).then(async (family) => ({
    ...family,
    newest: await withSettings(both, () => renewOrThrow(family.oldest)),
  }))

  await withSettings(retired, async () => expect(await renew(oldest)).toBeNull())

  expect(await rowOf(sessionId)).toMatchObject({ endedAt: null })
  await withSettings(both, async () => expect(await renew(newest)).not.toBeNull())
})

test('a cookie sealed with a retired password is not renewed', async () => {
  const { newest } = await familyOf(0)

  await withSettings(retired, async () => expect(await renew(newest)).toBeNull())
})
