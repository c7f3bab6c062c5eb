// feature: openapi (this file)
import { describe, expect, test } from 'vitest'
import { describeApi } from '@/lib/server/api/openapi/document'
import { exportedFunctions, parseSource, readSources, type Source } from '@/tests/support/source'

const methods = /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)$/

/** `app/api/notes/[id]/route.ts` -> `/api/notes/{id}`, once for each method. */
function handledBy(source: Source): readonly string[] {
  const folders = source.path.split('/').slice(1, -1)
  const visible = folders.filter((folder) => !/^[(@]/.test(folder))
  const path = visible.map((folder) => folder.replace(/^\[(\w+)\]$/, '{$1}')).join('/')
  return [...exportedFunctions(source).keys()]
    .filter((name) => methods.test(name))
    .map((method) => `${method} /${path}`)
}

/** The handler of unknown addresses: they are unlimited, and need no description. */
const nothing = 'app/api/[[...rest]]/route.ts'

const described = Object.entries(describeApi().paths).flatMap(([path, operations]) =>
  Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
)

test('every method of every route handler is described at /api/openapi.json, and nothing else', () => {
  const handlers = readSources('app').filter(({ path }) => path.endsWith('/route.ts') && path !== nothing)

  expect(handlers.length).toBeGreaterThan(5)
  expect(handlers.flatMap(handledBy).toSorted()).toEqual(described.toSorted())
})

test('every parameter in a path is described, and no other', () => {
  const wrong = Object.entries(describeApi().paths).flatMap(([path, operations]) => {
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
    return Object.entries(operations)
      .filter(([, { parameters = [] }]) => {
        const names = parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name)
        return names.join() !== inPath.join()
      })
      .map(([method]) => `${method} ${path}`)
  })
  expect(wrong).toEqual([])
})

describe('a violation is found in', () => {
  test.each([
    ['a method', 'app/api/me/route.ts', 'export function PUT() {}', 'PUT /api/me'],
    ['one built by a function call', 'app/api/me/route.ts', 'export const DELETE = handler()', 'DELETE /api/me'],
    ['one below a parameter', 'app/api/notes/[id]/route.ts', 'export function PUT() {}', 'PUT /api/notes/{id}'],
    ['one in a group', 'app/(open)/api/x/route.ts', 'export async function GET() {}', 'GET /api/x'],
  ])('%s without a description', (_, path, text, handled) => {
    expect(handledBy(parseSource(path, text))).toEqual([handled])
    expect(described).not.toContain(handled)
  })
})
