import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { cp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TemporaryFolder, temporaryFolder } from '@/tests/support/temporary-folder'

/* A clone on Windows, where git is configured to write carriage returns (core.autocrlf, the installer's proposal). */

const picture = Buffer.from('89504e470d0a1a0a0d0a0a', 'hex')
let folder: TemporaryFolder
const git = (...args: string[]) => execFileSync('git', args, { cwd: folder.path, stdio: 'pipe' })

beforeAll(async () => {
  folder = await temporaryFolder()
  git('init', '--quiet')
  git('config', 'core.autocrlf', 'true')
  await cp('.gitattributes', join(folder.path, '.gitattributes'))
})
afterAll(() => folder.remove())

test.each([
  ['source.ts', Buffer.from('one\ntwo\n')],
  ['migration.sql', Buffer.from('one\ntwo\n')],
  ['Dockerfile', Buffer.from('one\ntwo\n')],
  ['picture.png', picture],
])('%s is checked out as it was committed', async (name, content) => {
  const file = join(folder.path, name)
  await writeFile(file, content)
  git('add', name)
  await rm(file)
  git('checkout', '--', name)
  expect(readFileSync(file)).toEqual(content)
})
