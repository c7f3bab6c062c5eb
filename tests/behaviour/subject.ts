import { afterAll, beforeAll } from 'vitest'
import type { Gate } from '@/tests/behaviour/differences'
import { type Application, startApplication } from '@/tests/support/application'
import { serviceEnv } from '@/tests/support/tokens'

/** The application under test, with the deadlines of production: a due, idle or ended session began in the past. */
export interface Subject {
  gate: Gate
  readonly app: Application
}

/** Starts the application before the tests of the calling file. */
export function provideSubject(gate: Gate): Subject {
  let app: Application | undefined

  beforeAll(async () => {
    app = await startApplication({ env: serviceEnv, middleware: gate.middleware })
  })
  afterAll(() => app?.stop())

  return {
    gate,
    get app() {
      if (!app) throw new Error('call this within a test: the application has not started yet')
      return app
    },
  }
}
