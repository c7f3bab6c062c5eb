import { afterAll, beforeAll } from 'vitest'
import type { Gate } from '@/tests/behaviour/differences'
import { type Application, startApplication } from '@/tests/support/application'
import { serviceEnv } from '@/tests/support/tokens'

/** The application under test, with every deadline as in production: what is due, idle or over began in the past. */
export interface Subject {
  gate: Gate
  readonly app: Application
}

/** Started before the tests of the calling file. */
export function provideSubject(gate: Gate): Subject {
  let app: Application | undefined

  beforeAll(async () => {
    app = await startApplication({ env: serviceEnv, middleware: gate.middleware })
  })
  afterAll(() => app?.stop())

  return {
    gate,
    get app() {
      if (!app) throw new Error('only within a test: nothing has started yet')
      return app
    },
  }
}
