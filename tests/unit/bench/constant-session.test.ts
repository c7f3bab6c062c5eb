import { cp, mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { constantHeader, renderConstantSession } from '@/tests/bench/page/build'
import { readSources } from '@/tests/support/source'
import { temporaryFolder } from '@/tests/support/temporary-folder'

/* The build of `npm run bench -- page` accepts a session in a header. No other build may. */

const files = ['middleware.ts', 'lib/server/guards/current.ts']

async function copyOfGuards(): Promise<string> {
  const { path, remove } = await temporaryFolder()
  onTestFinished(remove)
  for (const file of files) {
    await mkdir(dirname(join(path, file)), { recursive: true })
    await cp(file, join(path, file))
  }
  return path
}

test('no file of the application knows the header that replaces the check in the build of the benchmark', () => {
  const sources = readSources('app', 'lib', 'middleware.ts')
  expect(sources.length).toBeGreaterThan(100)
  expect(sources.filter(({ text }) => text.includes(constantHeader)).map(({ path }) => path)).toEqual([])
})

test('the benchmark finds each place that checks, in a copy', async () => {
  const tree = await copyOfGuards()
  await renderConstantSession(tree)

  for (const file of files) expect(await readFile(join(tree, file), 'utf8')).toContain(constantHeader)
  for (const file of files) expect(await readFile(file, 'utf8')).not.toContain(constantHeader)
})

test.each(files)(
  'the benchmark refuses a copy in which %s checks in another way: it would compare the check with itself',
  async (file) => {
    const tree = await copyOfGuards()
    await writeFile(join(tree, file), '// rewritten')
    await expect(renderConstantSession(tree)).rejects.toThrow(file)
  },
)
