import { describe, expect, test } from 'vitest'
import { env } from '@/lib/env'
import { newSecret, sha256 } from '@/lib/ids'
import { issueStored, type StoredClaims } from '@/lib/session/stored/credential'
import { nowInSeconds } from '@/lib/time'
import { newPerson } from '@/tests/integration/support/person'
import { rowOf } from '@/tests/integration/support/rows'
import { letIn, look, open, renew, start, visit } from '@/tests/integration/support/session'

const now = nowInSeconds()
const notFresh = now + env().FRESH_SECONDS

/** A cookie that an attacker can forge with a seal password and a session's id, which is public. */
async function forge(change: Partial<StoredClaims>) {
  const { session, cookies } = await start('stored', (await newPerson()).userId, now)
  const credential = await open(cookies)
  if (credential.model !== 'stored') throw new Error('not a stored session')
  return { session, cookies, forged: [await issueStored({ ...credential.claims, ...change }, now)] }
}

describe('a stored session needs its secret', () => {
  test('the right id with another secret is refused, within the revalidation interval or not', async () => {
    const { forged } = await forge({ secret: newSecret() })

    expect(await look(forged)).toEqual({ verdict: 'revoked' })
    expect(await look(forged, notFresh)).toEqual({ verdict: 'revoked' })
    expect(await visit(forged, notFresh)).toEqual({ verdict: 'revoked' })
  })

  test('the right secret under the id of another user is refused, within the revalidation interval or not', async () => {
    const { userId } = await newPerson()
    const { forged } = await forge({ userId })

    expect(await look(forged)).toEqual({ verdict: 'revoked' })
    expect(await look(forged, notFresh)).toEqual({ verdict: 'revoked' })
    expect(await visit(forged, notFresh)).toEqual({ verdict: 'revoked' })
  })

  test('a renewal with another secret extends nothing and ends nothing', async () => {
    const { session, cookies, forged } = await forge({ secret: '' })
    const before = await rowOf(session.id)

    expect(await renew(forged, notFresh)).toBeNull()

    expect(await rowOf(session.id)).toEqual(before)
    await letIn(look(cookies))
  })

  test('the row contains only its hash', async () => {
    const { session, cookies } = await forge({ secret: newSecret() })
    const credential = await open(cookies)
    if (credential.model !== 'stored') throw new Error('not a stored session')

    const row = await rowOf(session.id)

    expect(row.secretHash).toEqual(sha256(credential.claims.secret))
    expect(JSON.stringify(row)).not.toContain(credential.claims.secret)
  })
})
