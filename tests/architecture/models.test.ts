// feature: keep (this file)
import { expect, test } from 'vitest'
import { readSources } from '@/tests/support/source'

/** Files of one model, and the tables that have one line for each. */
const own = /^(lib\/session|lib\/server\/sessions|app\/ui\/models)\/(sealed|stored|signed|bearer)\//
const tables = [
  'app/ui/models/pictures.tsx',
  'app/ui/models/words.ts',
  'app/ui/models/words.zh-cn.ts', // feature: chinese
  'lib/events/event.ts', // feature: events
  'lib/server/sessions/models.ts',
  'lib/session/cookies.ts',
  'lib/session/models.ts',
  'lib/session/open.ts',
]
/** Features that compare the models, and are removed with the comparison. */
const comparisons = /^(app\/(lab|choose|claims|api\/lab)|lib\/lab)\//

const name = /'(sealed|stored|signed)'|\b(sealed|stored|signed):(?!\/)/g

/** Comments contain the names, too. */
const withoutComments = (text: string) => text.replace(/\/\*[\s\S]*?\*\/|(?<![:'"`])\/\/[^\n]*/g, '')

test('the name of a model stands in its own folders and in the tables of models, and hardly anywhere else', () => {
  const sources = readSources('app', 'lib', 'middleware.ts')
  const others = sources.filter(
    ({ path }) => !own.test(path) && !tables.includes(path) && !comparisons.test(path) && !path.endsWith('.lab.ts'),
  )
  const found = others.flatMap(({ path, text }) => {
    const times = withoutComments(text).match(name)?.length ?? 0
    return times > 0 ? [[path, times] as const] : []
  })

  expect(others.length).toBeGreaterThan(100)
  // These numbers only go down.
  expect(Object.fromEntries(found)).toEqual({
    'lib/server/api/openapi/components.ts': 3,
    'lib/server/sessions/check-visitor.ts': 1,
    'lib/session/seal.ts': 2,
  })
})

test('every table of models lists each of them', () => {
  for (const { path, text } of readSources(...tables)) {
    const named = ['sealed', 'stored', 'signed'].filter((model) => new RegExp(`\\b${model}\\b`).test(text))
    expect(named, path).toHaveLength(3)
  }
})
