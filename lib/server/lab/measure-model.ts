import 'server-only'
import type { MeasureLine } from '@/lib/lab/measure-words'
import { logFailure } from '@/lib/log'
import { type Measured, measureRound } from '@/lib/server/lab/measure-rounds'
import type { LabSession } from '@/lib/server/lab/measure-sessions'

interface Measurement {
  /** Opens the session that is measured: not before somebody reads, so that none is left behind. */
  open: () => Promise<LabSession | 'full' | 'refused'>
  /** Rounds. */
  count: number
  /** As a Cookie header has them: what a request needs beside a credential. */
  otherCookies: string
}

/** Line by line, as long as somebody reads: whoever stops reading ends the session that was opened for this. */
export async function* measureModel({ open, count, otherCookies }: Measurement): AsyncGenerator<MeasureLine> {
  let session: LabSession | null = null
  try {
    const opened = await open()
    if (typeof opened === 'string') return yield { says: 'failed', why: opened }

    session = opened
    yield { says: 'begun', cookieBytes: bytesOf(session) }
    yield* measureRounds(measuredOf(session, otherCookies), count)
  } catch (error) {
    logFailure('lab_measurement_broken', error)
    yield { says: 'failed', why: 'unavailable' }
  } finally {
    await session?.end()
  }
}

/** The first one warms up and does not count: opening a credential for the first time is another figure. */
async function* measureRounds(measured: Measured, count: number): AsyncGenerator<MeasureLine> {
  for (let done = 0; done <= count; done += 1) {
    const round = await measureRound(measured)
    if (!round) return yield { says: 'failed', why: 'refused' }
    if (done > 0) yield round
  }
  yield { says: 'over' }
}

const bytesOf = ({ cookies }: LabSession) =>
  cookies.reduce((bytes, { name, value }) => bytes + name.length + value.length, 0)

function measuredOf({ cookies }: LabSession, otherCookies: string): Measured {
  const own = cookies.map(({ name, value }) => `${name}=${value}`)
  const jar = Object.fromEntries(cookies.map(({ name, value }) => [name, value]))
  return { presented: { authorization: null, cookies: jar }, cookie: [otherCookies, ...own].filter(Boolean).join('; ') }
}
