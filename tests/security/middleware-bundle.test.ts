import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { givenApplication } from '@/tests/support/given-application'

const EdgeFunction = z.object({
  name: z.literal('middleware'),
  files: z.array(z.string().startsWith('server/edge/')).min(1),
  entrypoint: z.string(),
})
const Manifest = z.object({ middleware: z.object({ '/': EdgeFunction }) })

const { dist } = givenApplication()
const read = (file: string) => readFileSync(join(dist, file))
const manifest: unknown = JSON.parse(read('server/middleware-manifest.json').toString('utf8'))

test('the middleware is an edge function in the build', () => {
  const { entrypoint, files } = Manifest.parse(manifest).middleware['/']

  expect(files).toContain(entrypoint)
})

test('an edge loads at most 104 KB of it, gzipped', () => {
  const { files } = Manifest.parse(manifest).middleware['/']
  const bytes = files.map((file) => gzipSync(read(file)).length).reduce((sum, size) => sum + size, 0)

  expect(bytes).toBeGreaterThan(10_000)
  expect(bytes).toBeLessThanOrEqual(104_000)
})

test('no part of the middleware names a module of Node or a database', () => {
  const { files } = Manifest.parse(manifest).middleware['/']
  const code = files.map((file) => read(file).toString('utf8')).join('\n')

  expect(code).not.toMatch(/require\(["'](node:)?(fs|net|tls|child_process|pg)["']\)|PrismaClient/)
})
