import { OwnRevocations, ownRevocations } from '@/lib/session/revocation/marks'

const holder: { ownRevocations?: OwnRevocations } & typeof globalThis = globalThis

/** Revokes in another process of the deployment: this process receives it through Redis and Postgres alone. */
export async function inAnotherProcess<T>(work: () => Promise<T>): Promise<T> {
  const here = ownRevocations()
  holder.ownRevocations = new OwnRevocations()
  try {
    return await work()
  } finally {
    holder.ownRevocations = here
  }
}
