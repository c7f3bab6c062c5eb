import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { readEnvFile } from '@/scripts/process/load-env-files'
import { randomSecret, randomSigningKey } from '@/scripts/services/secrets'
import { temporaryFolder } from '@/tests/support/temporary-folder'

test('a JWK set that "vercel env pull" has quoted is read as a whole', () => {
  const set = '{"keys":[{"kty":"EC","kid":"a"},{"kty":"EC","kid":"b"}]}'
  const text = `# Created by Vercel CLI\nA="1"\nJWT_KEYS="${set}"\nSESSION_PASSWORDS="x,y"\n`
  expect(readEnvFile(text)).toEqual({ A: '1', JWT_KEYS: set, SESSION_PASSWORDS: 'x,y' })
})

test.each(['\n', '\r\n'])('a hand-written file is read as Node reads it (line end %j)', (end) => {
  const lines = ['A=\'{"keys":[]}\'', 'B=plain # why', 'C="two\nlines"', 'D=', 'E="with # sign"', "F=it's"]
  expect(readEnvFile(lines.join(end))).toEqual({
    ...{ A: '{"keys":[]}', B: 'plain', C: 'two\nlines', D: '', E: 'with # sign', F: "it's" },
  })
})

test('quotes in the comment behind a value are ignored', () => {
  expect(readEnvFile('A="x"\nB="one" # "two"\n').B).toBe('one')
})

test('npm run keys -- --rotate reads a file that "vercel env pull" has written, and puts its keys first', async () => {
  const folder = await temporaryFolder()
  const key = await randomSigningKey()
  const password = randomSecret()
  const keys = JSON.stringify({ keys: [key] })
  writeFileSync(join(folder.path, '.env.local'), `JWT_KEYS="${keys}"\nSESSION_PASSWORDS="${password}"\n`)
  const { PATH, HOME } = process.env
  const args = ['--import', import.meta.resolve('tsx'), resolve('scripts/keys.ts'), '--rotate']
  const env = { PATH, HOME, NODE_ENV: 'production' as const, TSX_TSCONFIG_PATH: resolve('tsconfig.json') }
  const printed = readEnvFile(execFileSync(process.execPath, args, { cwd: folder.path, env, encoding: 'utf8' }))
  await folder.remove()

  expect(printed.SESSION_PASSWORDS?.split(',')).toEqual([password, expect.stringMatching(/^.{43}$/)])
  expect(JSON.parse(printed.JWT_KEYS ?? '')).toMatchObject({ keys: [{ kid: key.kid }, { kty: 'EC' }] })
})
