import { afterEach, expect, test } from 'vitest'
import { env } from '@/lib/env'
import { type CheckReport, readTrace, writeTrace } from '@/lib/session/trace'

const report: CheckReport = {
  verdict: 'allowed',
  steps: [
    { name: 'open', at: 0, milliseconds: 0.25, memory: 'hit' },
    { name: 'redis', at: 0.26, milliseconds: 3 },
  ],
}

const passwords = env().SESSION_PASSWORDS
afterEach(() => {
  env().SESSION_PASSWORDS = passwords
})

const next = 'the password that comes after the present one'

test('a trace survives its way through a header, in characters that a header can carry', async () => {
  const header = await writeTrace(report)

  expect(header).toMatch(/^[\x21-\x7e]+$/)
  expect(await readTrace(header)).toEqual(report)
})

test('while passwords rotate, the edge and the page may be one step apart, and no more', async () => {
  env().SESSION_PASSWORDS = [next, ...passwords]
  const ahead = await writeTrace(report)

  env().SESSION_PASSWORDS = [...passwords, next]
  expect(await readTrace(ahead)).toEqual(report)
  env().SESSION_PASSWORDS = passwords
  expect(await readTrace(ahead)).toBeNull()
})

/** Forgeries by an attacker who has seen one trace and has no password. */
const forgeries: Readonly<Record<string, (genuine: string) => string>> = {
  'no signature': (genuine) => genuine.slice(45),
  'an empty signature': (genuine) => genuine.slice(44),
  'the signature of another report': (genuine) => genuine.replace('0.25', '9.25'),
  'another verdict': (genuine) => genuine.replace('allowed', 'revoked'),
  'a signature of zeros': (genuine) => `${'A'.repeat(43)}=${genuine.slice(44)}`,
  'one letter of the signature changed': (genuine) => (genuine.startsWith('A') ? 'B' : 'A') + genuine.slice(1),
  'half a signature': (genuine) => genuine.slice(20),
  'characters that are not base64': (genuine) => `${'-'.repeat(43)}=${genuine.slice(44)}`,
  'a prefix in front of it': (genuine) => ` ${genuine}`,
  'something behind it': (genuine) => `${genuine} `,
  'two of them, as a client may send': (genuine) => `${genuine}, ${genuine}`,
  'half a report': (genuine) => genuine.slice(0, 60),
  'a megabyte of steps': (genuine) => genuine.replace('[', `[${'{},'.repeat(300_000)}`),
  'a report without a signature': () => JSON.stringify(report),
  'no report': (genuine) => genuine.slice(0, 45),
}

test.each(Object.entries(forgeries))('a trace with %s is refused', async (_, forge) => {
  expect(await readTrace(forge(await writeTrace(report)))).toBeNull()
})

test.each([null, '', '.', 'allowed', '{}', '[]', 'null', '.{}'])('%j is refused as a trace', async (header) => {
  expect(await readTrace(header)).toBeNull()
})

test('a trace in the format of another release is ignored without an error', async () => {
  const tooLong = {
    ...report,
    steps: Array.from({ length: 21 }, () => ({ name: 'open' as const, at: 0, milliseconds: 1 })),
  }
  const endless = { ...report, steps: [{ name: 'open' as const, at: 0, milliseconds: Number.NaN }] }

  for (const other of [tooLong, endless]) expect(await readTrace(await writeTrace(other))).toBeNull()
})
