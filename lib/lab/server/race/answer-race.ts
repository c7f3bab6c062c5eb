import 'server-only'
import type { NextRequest } from 'next/server'
import { cookiesBesides } from '@/lib/lab/server/cookies-besides'
import { hasRoom } from '@/lib/lab/server/has-room'
import { forVisitor, labClient } from '@/lib/lab/server/lab-visitor'
import { EndedMeanwhile, type Meeting, type Running } from '@/lib/lab/server/race/contestants'
import { raceData } from '@/lib/lab/server/race/data'
import { raceExpired } from '@/lib/lab/server/race/expired'
import { raceLogout } from '@/lib/lab/server/race/logout'
import { raceRotation } from '@/lib/lab/server/race/rotation'
import { stopFor } from '@/lib/lab/server/stream-lines'
import { takeTurn } from '@/lib/lab/server/turn'
import { wakeTargets } from '@/lib/lab/server/wake-targets'
import type { Race, Tally } from '@/lib/lab/shared/race'
import { FieldSize, RaceName } from '@/lib/lab/shared/race'
import { problem } from '@/lib/server/http/problem'

const runnings: Readonly<Record<Race, Running>> = {
  expired: raceExpired,
  rotation: raceRotation,
  logout: raceLogout,
  data: raceData,
}

/** Seconds after which an interrupted race no longer blocks another one. */
const longest = 60

/** Seconds for ending the last session of the race. */
const aroundIt = 12

/** `POST /api/lab/race?race=...&field=...`: with sessions of the reader's, opened for the race and ended afterwards. */
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
