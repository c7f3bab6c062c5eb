import { expect, test } from 'vitest'
import { readEnvFile } from '@/scripts/process/load-env-files'

test('a JWK set that "vercel env pull" has written between quotes is read as a whole', () => {
  const set = '{"keys":[{"kty":"EC","kid":"a"},{"kty":"EC","kid":"b"}]}'
  const text = `# Created by Vercel CLI\nA="1"\nJWT_KEYS="${set}"\nSESSION_PASSWORDS="x,y"\n`
  expect(readEnvFile(text)).toEqual({ A: '1', JWT_KEYS: set, SESSION_PASSWORDS: 'x,y' })
})

test.each(['\n', '\r\n'])('a file of one’s own is read as Node reads it (line end %j)', (end) => {
  const lines = ['A=\'{"keys":[]}\'', 'B=plain # why', 'C="two\nlines"', 'D=', 'E="with # sign"', "F=it's"]
  expect(readEnvFile(lines.join(end))).toEqual({
    ...{ A: '{"keys":[]}', B: 'plain', C: 'two\nlines', D: '', E: 'with # sign', F: "it's" },
  })
})

test('quotes in the comment behind a value are no part of it', () => {
  expect(readEnvFile('A="x"\nB="one" # "two"\n').B).toBe('one')
})
