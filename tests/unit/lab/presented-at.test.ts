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

/** Its keys, the one that makes first. */
async function run(...names: readonly KeyName[]) {
  const process = await startProcess({
    SESSION_PASSWORDS: names.map((name) => passwords[name]).join(','),
    JWT_KEYS: JSON.stringify({ keys: names.map((name) => keys[name]) }),
  })
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

test('whatever the key made that is retired is as good as nothing', async () => {
  const { made, presentedAt } = await run('next', 'old')
  expect(Object.keys(made.cookies)).toHaveLength(4)
  expect(await presentedAt('retired', made)).toEqual({ authorization: 'Bearer retired', cookies: {} })
})

test('whatever another key made, which only opens by now, is left', async () => {
  const { made } = await run('old')
  const { presentedAt } = await run('next', 'old')
  expect(await presentedAt('retired', made)).toEqual(made)
})

test('a single key that is retired leaves nothing, and what is no credential of ours is not left either', async () => {
  const { made, presentedAt } = await run('next')
  const nonsense = { authorization: null, cookies: { '__Host-sealed': 'nonsense', '__Host-signed': 'a.b.c' } }
  expect((await presentedAt('retired', made)).cookies).toEqual({})
  expect(await presentedAt('retired', nonsense)).toEqual({ authorization: null, cookies: {} })
})

test.each([undefined, 'present'] as const)('nothing is taken away while the keys are %s', async (state) => {
  const { made, presentedAt } = await run('next')
  expect(await presentedAt(state, made)).toBe(made)
})
