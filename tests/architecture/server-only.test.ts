import { expect, test } from 'vitest'
import { readSources } from '@/tests/support/source'

const marked = (place: string) =>
  readSources(place).map(({ path, imports }) => ({
    path,
    isMarked: imports.some(({ target }) => target === 'server-only'),
  }))

test('every file of lib/server breaks the build of a browser bundle that takes it in', () => {
  const files = marked('lib/server')

  expect(files.length).toBeGreaterThan(5)
  expect(files.filter(({ isMarked }) => !isMarked)).toEqual([])
})
