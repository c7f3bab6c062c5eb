import { expect, test } from 'vitest'
import { now, refreshClaims, sealedClaims, storedClaims } from '../support/claims'
import { startProcess } from '../support/start-process'

const old = 'the old password of 32 characters or more'
const next = 'the next password of 32 characters or more'

/** Three deploys: the new password opens only, then it seals, then the old one is removed. */
const steps = {
  before: old,
  appended: `${old},${next}`,
  promoted: `${next},${old}`,
  retired: next,
} as const

async function run(passwords: string) {
  const process = await startProcess({ SESSION_PASSWORDS: passwords })
  const { issueStored, openStored } = await import('@/lib/session/stored/credential')
  const { issueRefresh, openRefresh } = await import('@/lib/session/signed/credential')
  return {
    make: async () => ({
      sealed: (await process.issueSealed(sealedClaims, now)).value,
      stored: (await issueStored(storedClaims, now)).value,
      refresh: (await issueRefresh(refreshClaims, now)).value,
    }),
    open: async (made: { sealed: string; stored: string; refresh: string }) =>
      [await process.openSealed(made.sealed), await openStored(made.stored), await openRefresh(made.refresh)].map(
        (opened) => opened?.sessionId ?? null,
      ),
  }
}

const everyone = ['session-1', 'session-1', 'session-1']
const nobody = [null, null, null]

test.each([
  ['before', 'appended'],
  ['appended', 'promoted'],
  ['promoted', 'retired'],
] as const)('two processes one step apart, %s and %s, open each other’s seals', async (earlier, later) => {
  const [one, other] = [await run(steps[earlier]), await run(steps[later])]
  expect(await other.open(await one.make())).toEqual(everyone)
  expect(await one.open(await other.make())).toEqual(everyone)
})

test('two steps in one deploy would log users out: the reason for three deploys', async () => {
  const [before, promoted] = [await run(steps.before), await run(steps.promoted)]
  expect(await before.open(await promoted.make())).toEqual(nobody)
})

test('a retired password opens no seal', async () => {
  const [before, retired] = [await run(steps.before), await run(steps.retired)]
  expect(await retired.open(await before.make())).toEqual(nobody)
})

test('removing a password at any place never renumbers the others', async () => {
  const third = 'the third password of 32 characters or more'
  const made = await (await run(third)).make()
  const lists = [[old, next, third], [next, third], [old, third], [third, old], [third]]
  for (const list of lists) expect(await (await run(list.join(','))).open(made), String(list)).toEqual(everyone)
})
