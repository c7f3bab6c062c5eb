import { afterEach, expect, test, vi } from 'vitest'
import { CookieTooLargeError } from '@/lib/errors'
import { methods } from '@/lib/session/assurance'
import { cookieLimit } from '@/lib/session/cookies'
import { issueChanged, issueFitting, issueSealed, openSealed, type SealedClaims } from '@/lib/session/sealed/credential'
import { roles } from '@/lib/session/session'
import { shortenData } from '@/lib/session/session-data'
import { longestNote } from '../../support/longest-note'
import { now, sealedClaims } from '../support/claims'

afterEach(() => vi.restoreAllMocks())

const withNote = (note: string): SealedClaims => ({ ...sealedClaims, data: { visits: 7, note } })
const dataIn = async ({ value }: { value: string }) => (await openSealed(value))?.claims.data

test.each(['n', 'ü', '"', '😀'])(
  'the longest accepted note of %s fits into the cookie with every later change',
  async (letter) => {
    const note = await longestNote((text) => issueChanged(withNote(text), now), letter)
    const highest = 2 ** 31 - 1
    const counters = { generation: highest, siteGeneration: highest, accessVersion: highest }

    for (const role of roles) {
      const later = {
        ...withNote(note),
        ...counters,
        role,
        amr: methods,
        later: 'a field with a hundred bytes'.padEnd(100),
      }
      expect((await issueSealed(later, now)).value.length).toBeLessThanOrEqual(cookieLimit)
    }
  },
)

test('the reserved room costs the note less than a tenth', async () => {
  const full = await longestNote((text) => issueSealed(withNote(text), now))
  const taken = await longestNote((text) => issueChanged(withNote(text), now))

  expect(taken.length).toBeGreaterThan(full.length * 0.9)
  expect(taken.length).toBeLessThan(full.length)
})

test.each(['n', 'ü', '"', '😀'])(
  'a full cookie of %s that has to grow loses the end of its note, and shows it',
  async (letter) => {
    const warn = vi.spyOn(console, 'warn').mockReturnValue()
    // A second identical log line would only be counted.
    Reflect.deleteProperty(globalThis, 'log')
    const note = await longestNote((text) => issueSealed(withNote(text), now), letter)

    const data = await dataIn((await issueFitting({ ...withNote(note), accessVersion: 10 ** 9 }, now)).cookie)

    expect(data?.visits).toBe(7)
    expect(data?.note).toMatch(new RegExp(`^(${letter})+…$`, 'u'))
    expect(note.length - (data?.note.length ?? 0)).toBeLessThanOrEqual(60)
    expect(warn.mock.calls.join()).toMatch(/"level":"warn","event":"session_data_shortened","bytes":"\d+"\}$/)
  },
)

test('a cookie with room keeps its data to the last letter', async () => {
  expect(await dataIn((await issueFitting(withNote('short'), now)).cookie)).toEqual({ visits: 7, note: 'short' })
})

test('where dropping the whole note is not enough, all data is dropped before the session', async () => {
  vi.spyOn(console, 'warn').mockReturnValue()
  const data = { visits: 7, note: 'n', another: 'x'.repeat(5000) }

  expect(await dataIn((await issueFitting({ ...sealedClaims, data }, now)).cookie)).toEqual({ visits: 0, note: '' })
})

test('a credential that is too large without any data is an error, not an endless loop', async () => {
  vi.spyOn(console, 'warn').mockReturnValue()
  const another = { another: 'x'.repeat(5000) }

  await expect(issueFitting({ ...withNote('n'), ...another }, now)).rejects.toThrow(CookieTooLargeError)
})

test('a shortened note loses the requested number of bytes, never half a character', () => {
  for (const letter of ['n', 'ü', '😀']) {
    const data = { visits: 1, note: letter.repeat(50) }
    const shorter = shortenData(data, 10)

    expect(Buffer.byteLength(data.note) - Buffer.byteLength(shorter.note)).toBeGreaterThanOrEqual(10)
    expect(shorter.note).not.toMatch(/\p{Surrogate}/u)
  }
  expect(shortenData({ visits: 1, note: 'short' }, 100)).toEqual({ visits: 1, note: '' })
})
