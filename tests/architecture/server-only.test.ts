import { expect, test } from 'vitest'
import { readSources, type Source } from '@/tests/support/source'

/** Whether a browser bundle with this file breaks the build, by itself or through its imports. */
const isMarked = ({ imports }: Source) => imports.some(({ target }) => target === 'server-only')

test('every file of lib/server is marked as server-only', () => {
  const files = readSources('lib/server')

  expect(files.length).toBeGreaterThan(5)
  expect(files.filter((file) => !isMarked(file)).map(({ path }) => path)).toEqual([])
})

test('every file of lib/db that reaches the database is marked as server-only', () => {
  const reaching = readSources('lib/db').filter(({ imports }) =>
    imports.some(({ target, isType }) => !isType && /^(lib\/db\/client$|@prisma\/adapter-pg$)/.test(target)),
  )

  expect(reaching.length).toBeGreaterThan(3)
  expect(reaching.filter((file) => !isMarked(file)).map(({ path }) => path)).toEqual([])
})
