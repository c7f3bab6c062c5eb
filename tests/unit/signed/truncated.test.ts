import { expect, test } from 'vitest'
import { openAccess, signAccess } from '@/lib/session/bearer/access-token'
import { accessClaims, now } from '../support/claims'
import { forge } from '../support/forge-token'

test('[ASVS 9.1.1] a token truncated anywhere is refused with a reason, without an exception', async () => {
  const genuine = await signAccess(accessClaims)
  for (let length = 0; length < genuine.length; length += 1) {
    const { outcome } = await openAccess(genuine.slice(0, length), now)
    expect(['malformed', 'invalid'], `${length} characters: ${outcome}`).toContain(outcome)
  }
})

test('a part of an impossible base64url length is malformed', async () => {
  const [head = '', body = '', signature = ''] = forge().split('.')
  for (const token of ['a.b.c', `a.${body}.${signature}`, `${head}.a.${signature}`, `${head}.${body}.aaaaa`]) {
    expect(await openAccess(token, now)).toEqual({ outcome: 'malformed' })
  }
})
