import { fileURLToPath } from 'node:url'
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config'
import { parseCLI } from 'vitest/node'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

type Options = NonNullable<TestProjectInlineConfiguration['test']>
type Suite = keyof typeof folders

const folders = {
  unit: 'tests/unit',
  architecture: 'tests/architecture',
  integration: 'tests/integration',
  behaviour: 'tests/behaviour',
  security: 'tests/security',
  e2e: 'tests/e2e',
  lab: 'tests/lab',
  real: 'tests',
} as const

/** Files that need a real PostgreSQL and a real Redis. */
const onRealStores = '**/*.real.test.ts'

/** What `npm test` runs beside the unit suite. Each of these files works on accounts of its own. */
const core: Partial<Record<Suite, readonly string[]>> = {
  integration: [],
  behaviour: [],
  e2e: [],
}

/** `npm test`: the core. `test:all`: everything. `rest`: what is left of everything after the core and `npm run check`. */
function scopeOf(mode: string): 'core' | 'all' | 'rest' {
  const { filter, options } = parseCLI(['vitest', ...process.argv.slice(2)], { allowUnknownOptions: true })
  // Named files and a named suite run whether they are in the core or not.
  if (filter.length > 0 || options.project) return 'all'
  return mode === 'all' || mode === 'rest' ? mode : 'core'
}

/** Suites of one group share the workers. Stores and applications belong to a worker (tests/support/lanes.ts). */
const group = (groupOrder: number, maxWorkers = 2): Options => ({
  maxWorkers,
  sequence: { groupOrder },
  testTimeout: 60_000,
  hookTimeout: 300_000,
})

export default defineConfig(({ mode }) => {
  const scope = scopeOf(mode)
  const isMeasured = Boolean(process.env.TEST_DURATIONS)
  // The stories of the core are told to one application, one after the other.
  const visiting = {
    ...(scope === 'core' ? group(2, 1) : group(1)),
    globalSetup: here('tests/support/provide-application.ts'),
  }

  function filesOf(name: Suite): Pick<Options, 'include' | 'exclude'> {
    const everything = [`${folders[name]}/**/${name === 'real' ? '*.real.test.ts' : '*.test.{ts,tsx}'}`]
    const others = name === 'real' ? [] : [onRealStores]
    if (name === 'unit') return { include: scope === 'rest' ? [] : everything }
    if (name === 'architecture') return { include: scope === 'all' ? everything : [] }
    if (scope === 'core') return { include: [...(core[name] ?? [])] }
    return { include: everything, exclude: scope === 'rest' ? [...others, ...(core[name] ?? [])] : others }
  }

  function suite(name: Suite, { setupFiles = [], ...options }: Options): readonly TestProjectInlineConfiguration[] {
    const files = filesOf(name)
    if (files.include?.length === 0) return []
    const measuring = isMeasured ? [here('tests/support/record-waits.ts')] : []
    return [{ extends: true, test: { name, ...files, setupFiles: [...[setupFiles].flat(), ...measuring], ...options } }]
  }

  return {
    resolve: {
      alias: [
        { find: /^@\//, replacement: here('./') },
        { find: /^server-only$/, replacement: here('tests/support/server-only.ts') },
        ...(isMeasured ? [{ find: /^node:timers\/promises$/, replacement: here('tests/support/timed-sleep.ts') }] : []),
      ],
    },
    test: {
      reporters: ['default', here('tests/support/durations.ts'), here('tests/support/closing-line.ts')],
      projects: [
        ...suite('unit', { maxWorkers: 2, testTimeout: 20_000, setupFiles: here('tests/support/unit-environment.ts') }),
        ...suite('architecture', { maxWorkers: 2, testTimeout: 30_000 }),
        ...suite('integration', {
          ...group(1),
          globalSetup: here('tests/support/provide-stores.ts'),
          setupFiles: here('tests/support/use-stores.ts'),
        }),
        ...suite('behaviour', visiting),
        ...suite('security', visiting),
        ...suite('e2e', visiting),
        ...suite('lab', {
          ...visiting,
          globalSetup: [here('tests/support/provide-application.ts'), here('tests/support/provide-lab.ts')],
        }),
        ...suite('real', {
          ...group(1),
          globalSetup: here('tests/support/provide-real-stores.ts'),
          setupFiles: here('tests/support/use-real-stores.ts'),
        }),
      ],
    },
  }
})
