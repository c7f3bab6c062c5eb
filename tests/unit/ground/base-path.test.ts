import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { cp, mkdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TemporaryFolder, temporaryFolder } from '@/tests/support/temporary-folder'

let folder: TemporaryFolder
beforeAll(async () => {
  folder = await temporaryFolder()
  await mkdir(join(folder.path, 'app'))
  for (const file of ['package.json', 'lib/constant-headers.js']) await cp(file, join(folder.path, file))
})
afterAll(() => folder.remove())

test('a build with a basePath stops at once, with a sentence that says why', async () => {
  const config = readFileSync('next.config.js', 'utf8')
  const changed = config.replace('poweredByHeader: false,', "poweredByHeader: false,\n  basePath: '/shop',")
  expect(changed).not.toBe(config)
  await writeFile(join(folder.path, 'next.config.js'), changed)

  const { PATH } = process.env
  const env = { PATH, NODE_ENV: 'production' as const, NEXT_TELEMETRY_DISABLED: '1' }
  const next = resolve('node_modules/next/dist/bin/next')
  const { status, stderr } = spawnSync(process.execPath, [next, 'build'], { cwd: folder.path, env, encoding: 'utf8' })
  expect(stderr).toContain('basePath: /shop is not supported. Cookies are valid for the whole host')
  expect(status).toBe(1)
})
