import type { OutgoingHttpHeaders } from 'node:http'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { type Process, startAnother } from '@/tests/security/support/another-process'
import type { Application } from '@/tests/support/application'
import { buildWithoutMiddleware } from '@/tests/support/build'
import { givenApplication } from '@/tests/support/given-application'
import { reach } from '@/tests/support/reach'
import { Visitor } from '@/tests/support/visitor'

export type Door = Pick<Application, 'url' | 'dist'>

/** The same application twice over the same stores: as it is served, and with its middleware skipped. */
export interface Doors {
  withEdge: Door
  withoutEdge: Door
}

type Environment = Readonly<Record<string, string>>
export type Start = (env: Environment, middleware?: boolean) => Promise<Process>

export async function openDoors(start: Start, env: Environment): Promise<Doors> {
  const [withEdge, withoutEdge] = await Promise.all([start(env), start(env, false)])
  return { withEdge, withoutEdge }
}

/** The given application and, beside it, the same without its middleware. */
export async function openGivenDoors(start: Start): Promise<Doors> {
  return { withEdge: givenApplication(), withoutEdge: await start({}, false) }
}

/**
 * Other processes of the given application, before the tests of the calling file: same stores, keys and address, with
 * what `build` changes in the environment. Use cases called in the test reach those stores.
 */
export function provideStage<T>(build: (start: Start) => Promise<T>): () => T {
  const running: { apps: Process[]; built?: { stage: T } } = { apps: [] }

  beforeAll(async () => {
    const { url, settings, dist } = givenApplication()
    reach(url)
    const start: Start = async (env, middleware = true) => {
      const own = { ...settings, APP_URL: new URL(url).origin, ...env }
      const app = await startAnother({ dist: middleware ? dist : await distWithoutMiddleware(), settings: own })
      running.apps.push(app)
      return app
    }
    running.built = { stage: await build(start) }
  })
  afterAll(() => Promise.all(running.apps.map((app) => app.stop())))

  return () => {
    if (!running.built) throw new Error('call this within a test: the processes have not started yet')
    return running.built.stage
  }
}

async function distWithoutMiddleware(): Promise<string> {
  const { tree, dist } = await buildWithoutMiddleware()
  return join(tree, dist)
}

/**
 * A client that calls any of these processes under the address of the given application, as through a proxy: tokens are
 * for one issuer only.
 */
export class Caller extends Visitor {
  override async send(method: string, path: string, headers: OutgoingHttpHeaders = {}, body?: Uint8Array | string) {
    const { origin, host } = new URL(givenApplication().url)
    const own = headers.Origin === this.origin ? { Origin: origin } : {}
    return super.send(method, path, { ...headers, ...own, Host: host }, body)
  }
}
