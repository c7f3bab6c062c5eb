import { expect, test } from 'vitest'
import { openAccess, signAccess } from '@/lib/session/bearer/access-token'
import { accessClaims, now } from '../support/claims'
import { flipAt, respellings } from '../support/respell'

const genuine = await signAccess(accessClaims)
const parts = genuine.split('.')
const isOpened = async (token: string) => (await openAccess(token, now)).outcome === 'opened'

test('the signature can be respelled: its last character has unused bits', () => {
  expect(respellings(parts[2] ?? '').length).toBeGreaterThan(0)
})

test.each([0, 1, 2])('[ASVS 7.4.1] a respelled last character of part %i is refused', async (index) => {
  for (const other of respellings(parts[index] ?? '')) {
    expect(await isOpened(parts.with(index, other).join('.')), other.slice(-1)).toBe(false)
  }
})

test('[ASVS 7.4.1] a payload with bits to spare is refused in every spelling but its own', async () => {
  const tokens = await Promise.all(['u', 'us', 'use'].map((userId) => signAccess({ ...accessClaims, userId })))
  const others = tokens.flatMap((token) => {
    const [head = '', body = '', signature = ''] = token.split('.')
    return respellings(body).map((other) => `${head}.${other}.${signature}`)
  })
  expect(others.length).toBeGreaterThan(0)
  for (const other of others) expect(await isOpened(other)).toBe(false)
})

const spaces = [' ', '\t', '\n', '\r\n', '\u00a0', '\ufeff', '\0']

test.each(spaces)('white space (%j) anywhere is refused', async (space) => {
  for (let index = 0; index < 3; index += 1) {
    const part = parts[index] ?? ''
    for (const other of [space + part, part + space, part.slice(0, 8) + space + part.slice(8)]) {
      expect(await isOpened(parts.with(index, other).join('.'))).toBe(false)
    }
  }
})

test.each(['=', '==', '===', '%3D'])('padding (%s) behind any part is refused', async (padding) => {
  for (let index = 0; index < 3; index += 1) {
    expect(await isOpened(parts.with(index, (parts[index] ?? '') + padding).join('.'))).toBe(false)
  }
})

test.each([
  ['a fourth part', `${genuine}.more`],
  ['an empty fourth part', `${genuine}.`],
  ['a leading dot', `.${genuine}`],
  ['no signature', `${parts[0]}.${parts[1]}`],
  ['an empty signature', `${parts[0]}.${parts[1]}.`],
  ['an empty payload', `${parts[0]}..${parts[2]}`],
  ['five parts', `${genuine}.${parts[0]}.${parts[1]}`],
  ['itself twice', genuine + genuine],
  ['trailing data', `${genuine}#fragment`],
  ['the alphabet of ordinary base64', genuine.replaceAll('-', '+').replaceAll('_', '/')],
  ['quotes around it', `"${genuine}"`],
  ['its JSON form', JSON.stringify({ payload: parts[1], protected: parts[0], signature: parts[2] })],
])('a token with %s is refused', async (_, token) => {
  if (token === genuine) return
  expect(await isOpened(token)).toBe(false)
})

test('[ASVS 9.1.1] any one character changed anywhere is refused', async () => {
  for (let index = 0; index < genuine.length; index += 1) {
    expect(await isOpened(flipAt(genuine, index)), `character ${index}`).toBe(false)
  }
})
