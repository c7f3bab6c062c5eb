import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, symlink } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { copyTree } from '@/tests/support/copy-tree'
import { type TemporaryFolder, temporaryFolder } from '@/tests/support/temporary-folder'

let folder: TemporaryFolder
let tree: string

beforeAll(async () => {
  folder = await temporaryFolder()
  tree = join(folder.path, 'Größe und Maß', "it's 100% & more")
  await copyTree(tree)
  await cp('lib/db/generated', join(tree, 'lib/db/generated'), { recursive: true })
  await symlink(resolve('node_modules'), join(tree, 'node_modules'), 'junction')
})
afterAll(() => folder.remove())

test('in a folder with spaces, umlauts and signs in its name, a database is made, migrated and closed', async () => {
  const { PATH, HOME, TMPDIR } = process.env
  const migrating = spawn(process.execPath, ['--import', 'tsx', 'scripts/migrate.ts'], {
    cwd: tree,
    env: { PATH, HOME, TMPDIR, NODE_ENV: 'development' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [said, complained, [code]] = await Promise.all([
    text(migrating.stdout),
    text(migrating.stderr),
    once(migrating, 'exit'),
  ])
  expect(said).toContain(join(tree, '.data/postgres'))
  expect(said).toContain('The database is up to date.')
  expect([complained, code]).toEqual(['', 0])
})
