import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tellStory } from '@/tests/behaviour/story'
import { type Application, startApplication } from '@/tests/support/application'
import { buildChanged } from '@/tests/support/build'
import { Visitor } from '@/tests/support/visitor'

/* How to leave the edge runtime (docs/decisions/001): the same file named proxy.ts, which Next runs in Node. */

let running: Application | undefined
const app = {
  get url() {
    return running?.url ?? ''
  },
  get dist() {
    return running?.dist ?? ''
  },
}

async function renameToProxy(tree: string): Promise<void> {
  const middleware = join(tree, 'middleware.ts')
  const text = await readFile(middleware, 'utf8')
  const renamed = text.replace('export async function middleware(', 'export async function proxy(')
  if (renamed === text) throw new Error('middleware.ts exports no function `middleware`')
  await writeFile(join(tree, 'proxy.ts'), renamed)
  await rm(middleware)
}

beforeAll(async () => {
  running = await startApplication({ build: await buildChanged('proxy', renameToProxy) })
})
afterAll(() => running?.stop())

test('the build contains no edge function', async () => {
  const manifest = JSON.parse(await readFile(join(app.dist, 'server/middleware-manifest.json'), 'utf8'))
  expect(manifest.middleware).toEqual({})
  expect((await new Visitor(app).get('/dashboard')).location).toContain('/login?next=%2Fdashboard')
})

tellStory(app)
