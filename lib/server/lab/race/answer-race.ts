import 'server-only'
import type { NextRequest } from 'next/server'
import type { Race, Tally } from '@/lib/lab/race'
import { FieldSize, RaceName } from '@/lib/lab/race-tally'
import { hasRoom } from '@/lib/server/lab/has-room'
import { forVisitor, labClient } from '@/lib/server/lab/lab-visitor'
import type { Running } from '@/lib/server/lab/race/contestants'
import { raceData } from '@/lib/server/lab/race/data'
import { raceExpired } from '@/lib/server/lab/race/expired'
import { raceLogout } from '@/lib/server/lab/race/logout'
import { raceRotation } from '@/lib/server/lab/race/rotation'
import { takeTurn } from '@/lib/server/lab/turn'
import { problem } from '@/lib/server/problem'

const runnings: Readonly<Record<Race, Running>> = {
  expired: raceExpired,
  rotation: raceRotation,
  logout: raceLogout,
  data: raceData,
}

/** Seconds after which a race that broke off no longer stands in the way of another. */
const longest = 60

/** `POST /api/lab/race?race=...&field=...`: with sessions of the reader's, opened for it and ended afterwards. */
export function answerRace({ nextUrl: { searchParams: query }, headers }: NextRequest): Promise<Response> {
  return forVisitor(async (visitor) => {
    const race = RaceName.safeParse(query.get('race'))
    const field = FieldSize.safeParse(query.get('field'))
    if (!race.success || !field.success) return problem('invalid')

    const { userId } = visitor.session
    if (!(await hasRoom(userId, 1))) return new Response(null, { status: 409 })
    const giveBack = await takeTurn(userId, longest)
    if (!giveBack) return problem('too_many', { 'Retry-After': String(longest) })

    try {
      const tally: Tally = await runnings[race.data]({ visitor, client: labClient(headers), field: field.data })
      return Response.json(tally)
    } finally {
      await giveBack()
    }
  })
}
