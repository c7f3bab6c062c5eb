import { afterEach, expect, test, vi } from 'vitest'
import { CookieTooLargeError } from '@/lib/errors'
import { cookieLimit } from '@/lib/session/cookies'
import { issueSealed, openSealed, type SealedClaims } from '@/lib/session/sealed/credential'
import { issueChanged, issueFitting } from '@/lib/session/sealed/room'
import { roles } from '@/lib/session/session'
import { shortenData } from '@/lib/session/session-data'
import { longestNote } from '../../support/longest-note'
import { now, sealedClaims } from '../support/claims'

afterEach(() => vi.restoreAllMocks())

const withNote = (note: string): SealedClaims => ({ ...sealedClaims, data: { visits: 7, note } })
const dataIn = async ({ value }: { value: string }) => (await openSealed(value))?.claims.data

test.each(['n', 'ü', '"', '😀'])(
  'the longest note of %s that is taken fits with whatever may follow it',
  async (letter) => {
    const note = await longestNote((text) => issueChanged(withNote(text), now), letter)
    const highest = 2 ** 31 - 1
    const counters = { generation: highest, siteGeneration: highest, accessVersion: highest }

    for (const role of roles) {
      const later = { ...withNote(note), ...counters, role, later: 'a field with a hundred bytes'.padEnd(100) }
      expect((await issueSealed(later, now)).value.length).toBeLessThanOrEqual(cookieLimit)
    }
  },
)

test('the room that is kept for later costs the note less than a tenth', async () => {
  const full = await longestNote((text) => issueSealed(withNote(text), now))
  const taken = await longestNote((text) => issueChanged(withNote(text), now))

  expect(taken.length).toBeGreaterThan(full.length * 0.9)
  expect(taken.length).toBeLessThan(full.length)
})

test.each(['n', 'ü', '"', '😀'])(
  'a full cookie of %s that has to grow loses the end of its note, and shows it',
  async (letter) => {
    const warn = vi.spyOn(console, 'warn').mockReturnValue()
    // The same line would only be counted.
    Reflect.deleteProperty(globalThis, 'log')
    const note = await longestNote((text) => issueSealed(withNote(text), now), letter)

    const data = await dataIn((await issueFitting({ ...withNote(note), accessVersion: 10 ** 9 }, now)).cookie)

    expect(data?.visits).toBe(7)
    expect(data?.note).toMatch(new RegExp(`^(${letter})+…$`, 'u'))
    expect(note.length - (data?.note.length ?? 0)).toBeLessThanOrEqual(60)
    expect(warn.mock.calls.join()).toMatch(/"level":"warn","event":"session_data_shortened","bytes":"\d+"\}$/)
  },
)

test('a cookie that has room keeps its data to the last letter', async () => {
  expect(await dataIn((await issueFitting(withNote('short'), now)).cookie)).toEqual({ visits: 7, note: 'short' })
})

test('where even the whole note is not enough, all data go before the session does', async () => {
  vi.spyOn(console, 'warn').mockReturnValue()
  const data = { visits: 7, note: 'n', another: 'x'.repeat(5000) }

  expect(await dataIn((await issueFitting({ ...sealedClaims, data }, now)).cookie)).toEqual({ visits: 0, note: '' })
})

test('what is too large without any data is an error, and no endless shortening', async () => {
  vi.spyOn(console, 'warn').mockReturnValue()
  const another = { another: 'x'.repeat(5000) }

  await expect(issueFitting({ ...withNote('n'), ...another }, now)).rejects.toThrow(CookieTooLargeError)
})

test('a note that shrinks loses as many bytes as asked, never half a character', () => {
  for (const letter of ['n', 'ü', '😀']) {
    const data = { visits: 1, note: letter.repeat(50) }
    const shorter = shortenData(data, 10)

    expect(Buffer.byteLength(data.note) - Buffer.byteLength(shorter.note)).toBeGreaterThanOrEqual(10)
    expect(shorter.note).not.toMatch(/\p{Surrogate}/u)
  }
  expect(shortenData({ visits: 1, note: 'short' }, 100)).toEqual({ visits: 1, note: '' })
})
