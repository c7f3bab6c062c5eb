import 'server-only'
import { PrismaPg } from '@prisma/adapter-pg'

type Adapter = Awaited<ReturnType<PrismaPg['connect']>>
type Pool = ReturnType<Adapter['underlyingDriver']>
type Done = (release?: boolean | Error) => void
interface Client {
  release: Done
}
type Connected = (error: unknown, client: Client | undefined, done: Done) => void

/**
 * Connects a second time when a connection was not there in time: a database that sleeps while it is not used (Neon and others)
 * needs up to five seconds to wake up, and wakes up by the first attempt. Nothing was sent before, so nothing is done twice.
 */
export class WakingAdapter extends PrismaPg {
  override async connect(): Promise<Adapter> {
    const adapter = await super.connect()
    connectTwice(adapter.underlyingDriver())
    return adapter
  }
}

/** A pool without a free connection is not asked again. */
function connectTwice(pool: Pool): void {
  const connectOnce: () => Promise<Client> = pool.connect.bind(pool)
  const connect = () =>
    connectOnce().catch((error: unknown) => {
      if (isTimeout(error)) return connectOnce()
      throw error
    })
  // `pool.query` uses the form with a callback, the adapter's transactions the other.
  const inBothForms = (callback?: Connected) => {
    if (!callback) return connect()
    return connect().then(
      (client) => callback(undefined, client, (release) => client.release(release)),
      (error) => callback(error, undefined, () => undefined),
    )
  }
  Object.assign(pool, { connect: inBothForms })
}

/** pg-pool's words for a new connection. For a place in the pool it has others. */
const isTimeout = (error: unknown) =>
  error instanceof Error && error.message === 'Connection terminated due to connection timeout'
