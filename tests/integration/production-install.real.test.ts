import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startServer } from '@/tests/integration/support/start-server'
import { buildApplication } from '@/tests/support/build'
import { copyTree } from '@/tests/support/copy-tree'
import { openFileStores } from '@/tests/support/file-stores'
import { createDatabase } from '@/tests/support/isolated-stores'
import { linkTree } from '@/tests/support/link-tree'
import { developmentPaths } from '@/tests/support/lock-file'
import { logInByForm } from '@/tests/support/log-in'
import { needs } from '@/tests/support/needs'
import { people } from '@/tests/support/people'
import { realStoresObstacle } from '@/tests/support/real-stores'
import type { Stores } from '@/tests/support/stores'
import { type TemporaryFolder, temporaryFolder } from '@/tests/support/temporary-folder'

/* `npm ci && npm run build && npm ci --omit=dev && npm start`, in a folder whose name has a space and an umlaut. */

let stores: Stores | undefined
let database: Awaited<ReturnType<typeof createDatabase>>
let folder: TemporaryFolder
let server: Awaited<ReturnType<typeof startServer>> | undefined

beforeEach(needs(realStoresObstacle))
beforeAll(async () => {
  if (realStoresObstacle) return
  stores = await openFileStores()
  database = await createDatabase(process.env.TEST_DATABASE_URL ?? '', '')
  folder = await temporaryFolder()
  const tree = join(folder.path, 'Größe und Maß')
  await installForProduction(tree)
  server = await startServer({
    command: ['npm', 'start', '--', '--dist', '.next-test', '--data', join(folder.path, 'data')],
    folder: tree,
    env: { ...stores.env, DATABASE_URL: database.url, SEED: 'on' },
  })
})
afterAll(async () => {
  await server?.stop()
  await database?.drop()
  await stores?.close()
  await folder?.remove()
})

async function installForProduction(tree: string): Promise<void> {
  const { dist } = await buildApplication()
  await copyTree(tree)
  for (const made of [dist, 'lib/db/generated', 'node_modules']) await linkTree(made, join(tree, made))
  const paths = developmentPaths()
  if (!paths.includes('node_modules/vitest')) throw new Error('the lock file does not say what is for development')
  for (const path of paths) await rm(join(tree, path), { recursive: true, force: true })
}

test('without development packages, npm start applies the migrations, seeds and serves', async () => {
  expect(server?.log()).toContain('Migrations: applied')
  const visitor = await logInByForm({ url: server?.url ?? '' }, 'signed')
  expect(await visitor.me()).toMatchObject({ status: 200, user: { email: people.linus.email } })
})
