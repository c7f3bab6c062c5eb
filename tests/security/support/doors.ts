import type { OutgoingHttpHeaders } from 'node:http'
import { afterAll, beforeAll } from 'vitest'
import { type Application, startApplication } from '@/tests/support/application'
import { type Stores, startStores } from '@/tests/support/stores'
import { Visitor } from '@/tests/support/visitor'

/** The same application twice over the same stores: as it is served, and as if nobody had ever called its middleware. */
export interface Doors {
  withEdge: Application
  withoutEdge: Application
}

type Environment = Readonly<Record<string, string>>
export type Start = (env: Environment, middleware?: boolean) => Promise<Application>

export async function openDoors(start: Start, env: Environment): Promise<Doors> {
  return { withEdge: await start(env), withoutEdge: await start(env, false) }
}

/** One address for all processes, because a token is for one issuer only. */
const address = 'http://doors.example'

/**
 * Whatever `build` starts, before the tests of the calling file, over the same stores. Use cases and credentials made in
 * the test reach those stores, and have their keys.
 */
export function provideStage<T>(build: (start: Start) => Promise<T>): () => T {
  const running: { stores?: Stores; apps: Application[]; built?: { stage: T } } = { apps: [] }

  beforeAll(async () => {
    const stores = await startStores()
    running.stores = stores
    Object.assign(process.env, stores.env, { APP_URL: address })
    const start: Start = async (env, middleware = true) => {
      const app = await startApplication({ env: { ...stores.env, APP_URL: address, ...env }, middleware })
      running.apps.push(app)
      return app
    }
    running.built = { stage: await build(start) }
  })
  afterAll(async () => {
    await Promise.all(running.apps.map((app) => app.stop()))
    await running.stores?.close()
  })

  return () => {
    if (!running.built) throw new Error('only within a test: nothing has started yet')
    return running.built.stage
  }
}

/** Whichever process it asks, it calls it by that one name, as through a proxy. */
export class Caller extends Visitor {
  override send(method: string, path: string, headers: OutgoingHttpHeaders = {}, body?: Uint8Array | string) {
    const origin = headers.Origin === this.origin ? { Origin: address } : {}
    return super.send(method, path, { ...headers, ...origin, Host: new URL(address).host }, body)
  }
}
