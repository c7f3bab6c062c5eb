import { expect, test } from 'vitest'
import type { Presented } from '@/lib/session/presented'
import { newJwk } from '@/tests/support/key-pair'
import { accessClaims, now, refreshClaims, sealedClaims, storedClaims } from '../support/claims'
import { startProcess } from '../support/start-process'

const passwords = {
  old: 'the old password of 32 characters or more',
  next: 'the next password of 32 characters or more',
}

function makeKey(kid: string) {
  return { ...newJwk(), kid }
}
const keys = { old: makeKey('old'), next: makeKey('next') }
type KeyName = keyof typeof keys

/** The keys; the first one signs or seals. */
const keysOf = (names: readonly KeyName[]) => ({
  SESSION_PASSWORDS: names.map((name) => passwords[name]).join(','),
  JWT_KEYS: JSON.stringify({ keys: names.map((name) => keys[name]) }),
})

async function run(...names: readonly KeyName[]) {
  const process = await startProcess(keysOf(names))
  const { issueStored } = await import('@/lib/session/stored/credential')
  const { issueRefresh } = await import('@/lib/session/signed/credential')
  const { presentedAt } = await import('@/lib/lab/shared/presented-at')
  const token = await process.signAccess(accessClaims)
  const issued = [
    await process.issueSealed(sealedClaims, now),
    await issueStored(storedClaims, now),
    await issueRefresh(refreshClaims, now),
  ]
  const cookies = { ...Object.fromEntries(issued.map(({ name, value }) => [name, value])), '__Host-signed': token }
  const made: Presented = { authorization: `Bearer ${token}`, cookies }
  return { made, presentedAt }
}

async function runEncrypting(...names: readonly KeyName[]) {
  await startProcess({ ...keysOf(names), JWT_ENCRYPTION: 'on' })
  const { signAccessCookie } = await import('@/lib/session/signed/access-cookie')
  const { presentedAt } = await import('@/lib/lab/shared/presented-at')
  return { signAccessCookie, presentedAt }
}

test('a credential of the retired key is refused', async () => {
  const { made, presentedAt } = await run('next', 'old')
  expect(Object.keys(made.cookies)).toHaveLength(4)
  expect(await presentedAt('retired', made)).toEqual({ authorization: 'Bearer retired', cookies: {} })
})

test('a credential of another key, which only verifies, stays valid', async () => {
  const { made } = await run('old')
  const { presentedAt } = await run('next', 'old')
  expect(await presentedAt('retired', made)).toEqual(made)
})

test.each([
  ['an encrypted token that both old keys made', ['old'], true],
  ['one that both current keys made', ['next', 'old'], false],
] as const)('with JWT_ENCRYPTION=on, %s: left is %s', async (_, maker, isLeft) => {
  const { signAccessCookie } = await runEncrypting(...maker)
  const value = await signAccessCookie(accessClaims)
  const { presentedAt } = await runEncrypting('next', 'old')
  const cookies = { '__Host-signed': value }
  const left = await presentedAt('retired', { authorization: null, cookies })
  expect(left.cookies).toEqual(isLeft ? cookies : {})
})

test('retiring the only key leaves no valid credential, and a malformed credential is dropped too', async () => {
  const { made, presentedAt } = await run('next')
  const nonsense = { authorization: null, cookies: { '__Host-sealed': 'nonsense', '__Host-signed': 'a.b.c' } }
  expect((await presentedAt('retired', made)).cookies).toEqual({})
  expect(await presentedAt('retired', nonsense)).toEqual({ authorization: null, cookies: {} })
})

test.each([undefined, 'present'] as const)('no credential is dropped while the keys are %s', async (state) => {
  const { made, presentedAt } = await run('next')
  expect(await presentedAt(state, made)).toBe(made)
})
