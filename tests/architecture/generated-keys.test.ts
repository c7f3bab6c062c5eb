import { expect, test } from 'vitest'
import { readSources } from '@/tests/support/source'

/** They import the key again before they export it: tests/support/key-pair.ts has the reason. */
const readAgain = ['scripts/services/secrets.ts', 'tests/support/key-pair.ts']

test('no file exports a generated key as a JWK: Node 20 can deadlock', () => {
  const exporting = readSources('app', 'lib', 'scripts', 'tests', 'examples').filter(
    ({ path, text }) =>
      path !== 'tests/architecture/generated-keys.test.ts' &&
      /generateKeyPair/.test(text) &&
      /privateKey\.export\(\{ format: 'jwk'|exportJWK|subtle\.exportKey/.test(text),
  )
  expect(exporting.map(({ path }) => path).filter((path) => !readAgain.includes(path))).toEqual([])
})
