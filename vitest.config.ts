import { fileURLToPath } from 'node:url'
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config'
import { parseCLI } from 'vitest/node'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

type Options = NonNullable<TestProjectInlineConfiguration['test']>
type Suite = keyof typeof patterns
type Scope = 'core' | 'all' | 'rest'

const patterns = {
  unit: 'tests/unit/**/*.test.{ts,tsx}',
  architecture: 'tests/architecture/**/*.test.ts',
  integration: 'tests/integration/**/*.test.ts',
  behaviour: 'tests/behaviour/**/*.test.ts',
  security: 'tests/security/**/*.test.ts',
  e2e: 'tests/e2e/**/*.test.ts',
  lab: 'tests/lab/**/*.test.ts', // feature: lab
  keep: 'tests/keep/**/*.test.ts', // feature: keep
  real: 'tests/**/*.real.test.ts',
} as const

/** Files that need a real PostgreSQL and a real Redis. */
const onRealStores = '**/*.real.test.ts'

/** The files that `npm test` runs beside the unit suite: those that take about a second each, and the story of each model. */
const core: Partial<Record<Suite, readonly string[]>> = {
  integration: [
    ...['lifecycle', 'log-in', 'log-out', 'log-out-reopened', 'step-up', 'session-data', 'full-cookie', 'pruned'],
    ...['refresh-rotation', 'refresh-passwords', 'renewal-answer', 'fresh-seconds-raised', 'stored-secret'],
    ...['revocation-feed', 'stale-copy', 'stored-copies', 'forgetful-redis', 'order-of-writes', 'repeated-revocation'],
    ...['revoke-session', 'revoke-others', 'list-sessions', 'change-password', 'delete-account', 'roles', 'door'],
    ...['passwords', 'limits', 'token-exchange', 'purge', 'purge-answer', 'users', 'notes', 'csp-report'],
    ...['tokens/exchange', 'tokens/introspection', 'tokens/introspection-clients', 'tokens/revocation'],
    ...['resource-server/access', 'resource-server/forged-tokens', 'resource-server/revocation'],
  ].map((name) => `tests/integration/${name}.test.ts`),
  behaviour: ['tests/behaviour/story.test.ts'],
  e2e: ['tests/e2e/a-visit.test.ts'],
}

/** `npm test`: the core. `test:all`: everything. `rest`: everything except the core and `npm run check`. */
function scopeOf(mode: string): Scope {
  const { filter, options } = parseCLI(['vitest', ...process.argv.slice(2)], { allowUnknownOptions: true })
  // Named files and a named suite run whether they are in the core or not.
  if (filter.length > 0 || options.project) return 'all'
  return mode === 'all' || mode === 'rest' ? mode : 'core'
}

/** The files of a suite in a scope; none where the suite is not part of it. */
function filesOf(name: Suite, scope: Scope): { include: string[]; exclude: string[] } {
  const everything = { include: [patterns[name]], exclude: name === 'real' ? [] : [onRealStores] }
  const own = core[name] ?? []
  switch (scope) {
    case 'all':
      return everything
    case 'core':
      return { include: name === 'unit' ? everything.include : [...own], exclude: [] }
    case 'rest':
      return isQuick(name) ? { include: [], exclude: [] } : { ...everything, exclude: [...everything.exclude, ...own] }
  }
}

const isQuick = (name: Suite) => name === 'unit' || name === 'architecture'

/** Suites of one group share the workers. Stores and applications belong to a worker (tests/support/lanes.ts). */
const group = (groupOrder: number, maxWorkers = 2): Options => ({
  maxWorkers,
  sequence: { groupOrder },
  testTimeout: 60_000,
  hookTimeout: 300_000,
  // A failed test on stores or a running application is repeated once in CI, and its name is printed (decision 048).
  retry: process.env.CI ? 1 : 0,
})

/** The file for the table of durations (docs/testing.md). */
const isMeasured = Boolean(process.env.TEST_DURATIONS)

function suite(name: Suite, scope: Scope, { setupFiles = [], ...options }: Options) {
  const files = filesOf(name, scope)
  const measuring = isMeasured ? [here('tests/support/record-waits.ts')] : []
  const project = { name, ...files, setupFiles: [...[setupFiles].flat(), ...measuring], ...options }
  return files.include.length === 0 ? [] : [{ extends: true as const, test: project }]
}

export default defineConfig(({ mode }) => {
  const scope = scopeOf(mode)
  // The stories of the core run against one application, one after the other.
  const inLanes = scope === 'core' ? group(2, 1) : group(1)
  const visiting = { ...inLanes, globalSetup: [here('tests/support/provide-application.ts')] }
  const browser = here('tests/support/provide-browser.ts')

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
        ...suite('unit', scope, {
          maxWorkers: 2,
          testTimeout: 20_000,
          setupFiles: here('tests/support/unit-environment.ts'),
        }),
        ...suite('architecture', scope, { maxWorkers: 2, testTimeout: 30_000 }),
        ...suite('integration', scope, {
          ...group(1),
          globalSetup: here('tests/support/provide-stores.ts'),
          setupFiles: here('tests/support/use-stores.ts'),
        }),
        ...suite('behaviour', scope, visiting),
        ...suite('security', scope, visiting),
        ...suite('e2e', scope, { ...visiting, globalSetup: [...visiting.globalSetup, browser] }),
        // feature: lab
        ...suite('lab', scope, {
          ...visiting,
          globalSetup: [...visiting.globalSetup, here('tests/support/provide-lab.ts'), browser],
        }),
        // end
        ...suite('keep', scope, { ...group(4, 1), retry: 0 }), // feature: keep
        ...suite('real', scope, {
          ...group(1),
          globalSetup: here('tests/support/provide-real-stores.ts'),
          setupFiles: here('tests/support/use-real-stores.ts'),
        }),
      ],
    },
  }
})
