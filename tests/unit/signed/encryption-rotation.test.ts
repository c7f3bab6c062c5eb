import { decodeProtectedHeader } from 'jose'
import { expect, test } from 'vitest'
import { accessClaims, now, refreshClaims } from '../support/claims'
import { encryptionKey } from '../support/encrypt-token'
import { startProcess } from '../support/start-process'

const old = 'the old password of 32 characters or more'
const next = 'the next password of 32 characters or more'

/** Three deploys, as for the seals: the new password opens only, then it makes, then the old one goes. */
const steps = { before: [old], appended: [old, next], promoted: [next, old], retired: [next] } as const
type Step = keyof typeof steps

async function run(step: Step) {
  await startProcess({ SESSION_PASSWORDS: steps[step].join(','), JWT_ENCRYPTION: 'on' })
  const { openAccessCookie, signAccessCookie } = await import('@/lib/session/signed/access-cookie')
  const { openSignedCookies, issueRefresh } = await import('@/lib/session/signed/credential')
  return {
    make: () => signAccessCookie(accessClaims),
    open: async (value: string) => (await openAccessCookie(value, now)).outcome,
    /** What becomes of it beside the refresh token of this process. */
    openBeside: async (value: string) => {
      const refresh = await issueRefresh(refreshClaims, now)
      return openSignedCookies({ '__Host-signed': value, [refresh.name]: refresh.value }, now)
    },
  }
}

test.each([
  ['before', 'appended'],
  ['appended', 'promoted'],
  ['promoted', 'retired'],
] as const)('two processes one step apart, %s and %s, open what the other encrypted', async (earlier, later) => {
  const [one, other] = [await run(earlier), await run(later)]
  expect(await other.open(await one.make())).toBe('opened')
  expect(await one.open(await other.make())).toBe('opened')
})

test.each([
  ['before', old],
  ['appended', old],
  ['promoted', next],
  ['retired', next],
] as const)('the first password encrypts: %s names the key of "%s"', async (step, password) => {
  const { make } = await run(step)
  expect(decodeProtectedHeader(await make()).kid).toBe(encryptionKey([password]).kid)
})

test('what a retired key has encrypted is refused, and the refresh token beside it is judged', async () => {
  const [before, retired] = [await run('before'), await run('retired')]
  const value = await before.make()
  expect(await retired.open(value)).toBe('invalid')
  expect(await retired.openBeside(value)).toMatchObject([{ model: 'signed', access: null, freshUntil: 0 }])
})

test('a key decrypts nothing that names another of our keys: only the one named is tried', async () => {
  const [promoted, retired] = [await run('promoted'), await run('retired')]
  const [, ...parts] = (await retired.make()).split('.')
  const header = { alg: 'dir', enc: 'A256GCM', typ: 'JWT', cty: 'JWT', kid: encryptionKey([old]).kid }
  const renamed = [Buffer.from(JSON.stringify(header)).toString('base64url'), ...parts].join('.')
  expect(await promoted.open(renamed)).toBe('invalid')
})
