import { fileURLToPath } from 'node:url'
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

type Options = NonNullable<TestProjectInlineConfiguration['test']>

/** One folder of tests. Groups run one after the other: stores are not shared between suites. */
function suite(name: string, groupOrder: number, options: Options): TestProjectInlineConfiguration {
  const include = [`tests/${name}/**/*.test.{ts,tsx}`]
  return { extends: true, test: { name, include, sequence: { groupOrder }, ...options } }
}

const sideBySide = { maxWorkers: 2, testTimeout: 60_000, hookTimeout: 300_000 } as const
const visiting = { ...sideBySide, globalSetup: here('tests/support/provide-application.ts') }

export default defineConfig({
  resolve: {
    alias: [
      { find: /^@\//, replacement: here('./') },
      { find: /^server-only$/, replacement: here('tests/support/server-only.ts') },
    ],
  },
  test: {
    reporters: ['default', here('tests/support/closing-line.ts')],
    projects: [
      suite('unit', 0, { maxWorkers: 2, testTimeout: 20_000, setupFiles: here('tests/support/unit-environment.ts') }),
      suite('architecture', 1, { maxWorkers: 2, testTimeout: 30_000 }),
      suite('integration', 2, {
        ...sideBySide,
        globalSetup: here('tests/support/provide-stores.ts'),
        setupFiles: here('tests/support/use-stores.ts'),
      }),
      suite('behaviour', 3, visiting),
      suite('security', 4, visiting),
      // A browser on a busy machine gets a second try, and the end of the run says which tests needed it.
      suite('e2e', 5, { ...visiting, retry: process.env.CI === 'true' ? 1 : 0 }),
    ],
  },
})
