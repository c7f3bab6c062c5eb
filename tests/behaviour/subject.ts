import { afterAll, beforeAll } from 'vitest'
import type { Gate } from '@/tests/behaviour/differences'
import { type Application, startApplication } from '@/tests/support/application'
import { type Stores, startStores } from '@/tests/support/stores'
import { serviceEnv } from '@/tests/support/tokens'

/** One application under test, three times over the same stores, because deadlines are set when a process starts. */
export interface Subject {
  gate: Gate
  /** Deadlines as in production: nothing becomes due during a test. */
  readonly patient: Application
  /** Fresh for two seconds, and as long a proof of the password is recent; a used refresh token is forgiven for three. */
  readonly hasty: Application
  /** Fresh for one second, idle after three, over after seven. */
  readonly mortal: Application
}

export const hastyTimes = { fresh: 2, grace: 3 } as const
export const mortalTimes = { fresh: 1, idle: 3, absolute: 7 } as const

const hasty = {
  FRESH_SECONDS: String(hastyTimes.fresh),
  REFRESH_GRACE_SECONDS: String(hastyTimes.grace),
  STEP_UP_SECONDS: String(hastyTimes.fresh),
}
const mortal = {
  FRESH_SECONDS: String(mortalTimes.fresh),
  IDLE_SECONDS: String(mortalTimes.idle),
  ABSOLUTE_SECONDS: String(mortalTimes.absolute),
}

/** Started before the tests of the calling file. Use cases called in the test reach the same stores by lib/env. */
export function provideSubject(gate: Gate): Subject {
  const running: { stores?: Stores; apps: Application[] } = { apps: [] }
  const start = async (stores: Stores, times: Readonly<Record<string, string>>) => {
    const app = await startApplication({ env: { ...stores.env, ...serviceEnv, ...times }, middleware: gate.middleware })
    running.apps.push(app)
  }

  beforeAll(async () => {
    const stores = await startStores()
    running.stores = stores
    Object.assign(process.env, stores.env)
    for (const times of [{}, hasty, mortal]) await start(stores, times)
  })
  afterAll(async () => {
    await Promise.all(running.apps.map((app) => app.stop()))
    await running.stores?.close()
  })

  const app = (index: number) => {
    const found = running.apps[index]
    if (!found) throw new Error('only within a test: nothing has started yet')
    return found
  }
  return {
    gate,
    get patient() {
      return app(0)
    },
    get hasty() {
      return app(1)
    },
    get mortal() {
      return app(2)
    },
  }
}
