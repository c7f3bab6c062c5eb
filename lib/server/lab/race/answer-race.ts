import 'server-only'
import type { NextRequest } from 'next/server'
import type { Race, Tally } from '@/lib/lab/race'
import { FieldSize, RaceName } from '@/lib/lab/race-tally'
import { cookiesBesides } from '@/lib/server/lab/cookies-besides'
import { hasRoom } from '@/lib/server/lab/has-room'
import { forVisitor, labClient } from '@/lib/server/lab/lab-visitor'
import { EndedMeanwhile, type Meeting, type Running } from '@/lib/server/lab/race/contestants'
import { raceData } from '@/lib/server/lab/race/data'
import { raceExpired } from '@/lib/server/lab/race/expired'
import { raceLogout } from '@/lib/server/lab/race/logout'
import { raceRotation } from '@/lib/server/lab/race/rotation'
import { stopFor } from '@/lib/server/lab/stream-lines'
import { takeTurn } from '@/lib/server/lab/turn'
import { wakeTargets } from '@/lib/server/lab/wake-targets'
import { problem } from '@/lib/server/problem'

const runnings: Readonly<Record<Race, Running>> = {
  expired: raceExpired,
  rotation: raceRotation,
  logout: raceLogout,
  data: raceData,
}

/** Seconds after which a race that broke off no longer stands in the way of another. */
const longest = 60

/** Seconds for the last session of it, which is ended whatever happens. */
const aroundIt = 12

/** `POST /api/lab/race?race=...&field=...`: with sessions of the reader's, opened for it and ended afterwards. */
export function answerRace(request: NextRequest): Promise<Response> {
  return forVisitor(async (visitor) => {
    const { searchParams: query } = request.nextUrl
    const race = RaceName.safeParse(query.get('race'))
    const field = FieldSize.safeParse(query.get('field'))
    if (!race.success || !field.success) return problem('invalid')

    const { userId } = visitor.session
    if (!(await hasRoom(userId, 1))) return new Response(null, { status: 409 })
    const giveBack = await takeTurn(userId, longest)
    if (!giveBack) return problem('too_many', { 'Retry-After': String(longest) })

    try {
      const meeting = { visitor, field: field.data, ...ofRequest(request) }
      await wakeTargets(meeting.besides, ['edge'])
      return await count(runnings[race.data], meeting)
    } finally {
      await giveBack()
    }
  })
}

const ofRequest = (request: NextRequest) => ({
  client: labClient(request.headers),
  besides: cookiesBesides(request.headers),
  signal: stopFor(request, longest - aroundIt),
})

async function count(running: Running, meeting: Meeting): Promise<Response> {
  try {
    const tally: Tally = await running(meeting)
    return Response.json(tally)
  } catch (error) {
    if (error instanceof EndedMeanwhile) return problem('revoked')
    if (meeting.signal.aborted) return problem('unavailable')
    throw error
  }
}
