import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { claimServices } from '@/scripts/services/claim'
import { readPrivateFile } from '@/scripts/services/private-file'
import { type TemporaryFolder, temporaryFolder } from '@/tests/support/temporary-folder'

const refusal = vi.hoisted(() => ({ code: '' }))

vi.mock('node:fs', async (load) => {
  const original = await load<typeof import('node:fs')>()
  const linkSync: typeof original.linkSync = (from, to) => {
    if (refusal.code) throw Object.assign(new Error(`${refusal.code}: link`), { code: refusal.code })
    original.linkSync(from, to)
  }
  return { ...original, linkSync }
})

let folder: TemporaryFolder
beforeEach(async () => {
  folder = await temporaryFolder()
})
afterEach(() => folder.remove())

const env = { DATABASE_URL: 'postgresql://localhost/theirs' }

describe.each([
  ['with hard links', ''],
  ['that has none (exFAT on a Mac)', 'ENOTSUP'],
  ['that has none (a folder that a container shares)', 'EPERM'],
])('in a folder %s', (_, code) => {
  beforeEach(() => {
    refusal.code = code
  })

  test('one of several processes gets the claim, the others get its addresses, and no other file is left', async () => {
    const file = join(folder.path, 'services.json')
    const asking = Array.from({ length: 4 }, () => claimServices(file))
    const first = await Promise.race(asking)
    if (first.kind !== 'held') throw new Error('the first process does not hold the claim')
    first.publish(env)

    const all = await Promise.all(asking)
    expect(all.filter(({ kind }) => kind === 'held')).toEqual([first])
    expect(all.filter(({ kind }) => kind === 'taken')).toEqual(Array(3).fill({ kind: 'taken', pid: process.pid, env }))
    expect(readdirSync(folder.path)).toEqual(['services.json'])

    await first.release()
    expect(readPrivateFile(file)).toBeNull()
  })
})

test('an error that has nothing to do with links is passed on', async () => {
  refusal.code = 'ENOSPC'
  await expect(claimServices(join(folder.path, 'services.json'))).rejects.toThrow('ENOSPC')
})
