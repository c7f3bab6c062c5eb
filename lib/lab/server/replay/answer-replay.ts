import 'server-only'
import type { NextRequest } from 'next/server'
import { cookiesBesides } from '@/lib/lab/server/cookies-besides'
import { hasRoom } from '@/lib/lab/server/has-room'
import { forVisitor, labClient } from '@/lib/lab/server/lab-visitor'
import { endPlayers, openPlayers, type Played } from '@/lib/lab/server/players'
import { openJar } from '@/lib/lab/server/replay/jar'
import { run } from '@/lib/lab/server/replay/run'
import { stopFor, streamLines, type Work } from '@/lib/lab/server/stream-lines'
import { takeTurn } from '@/lib/lab/server/turn'
import { wakeTargets } from '@/lib/lab/server/wake-targets'
import type { Line, Wish } from '@/lib/lab/shared/replay'
import { WishBody } from '@/lib/lab/shared/replay-lines'
import { layers } from '@/lib/lab/shared/words'
import { isRecent } from '@/lib/server/account/re-authenticate'
import { jsonIn, longestBody, readAtMost } from '@/lib/server/http/body'
import { problem } from '@/lib/server/http/problem'
import type { AllowedVisitor } from '@/lib/server/sessions/check-visitor'
import { openPresented } from '@/lib/session/open'
import type { Presented } from '@/lib/session/presented'
import { nowInSeconds } from '@/lib/time'

/** Seconds for the preparation and the end of a run, and for its last attempts. */
const aroundIt = 40
const overtime = 5

/**
 * `POST /api/lab/replay`: 403 without a recent login for acts that end other devices' sessions, 404 for an expired jar
 * or another user's, 409 without room for two more sessions, 429 while another experiment runs.
 */
export async function answerReplay(request: NextRequest): Promise<Response> {
  // Before the check: reading a body can take minutes, in which the session may end.
  const wish = WishBody.safeParse(jsonIn(await readAtMost(request.body, longestBody)))

  return forVisitor(async (visitor) => {
    if (!wish.success) return problem('invalid')
    if (needsProof(wish.data) && !isRecent(visitor.session, nowInSeconds())) return problem('proof_required')

    const { userId } = visitor.session
    const { jar, seconds } = wish.data
    const cookies = await openJar(jar, userId)
    if (!cookies) return problem('not_found')
    if (!(await hasRoom(userId, 2))) return new Response(null, { status: 409 })

    const giveBack = await takeTurn(userId, seconds + aroundIt)
    if (!giveBack) return problem('too_many', { 'Retry-After': String(seconds) })
    return play(request, { visitor, wish: wish.data, cookies, giveBack })
  })
}

/**
 * As in the application itself (ASVS 7.5.1, 7.5.2): an attacker with only a cookie must not end other sessions. A
 * changed role makes every token of the account renewable.
 */
const needsProof = ({ act }: Wish) => act !== 'logout' && act !== 'keys'

interface Play {
  visitor: AllowedVisitor
  wish: Wish
  /** The cookies in the jar. */
  cookies: Presented['cookies']
  giveBack: () => Promise<void>
}

async function play(request: NextRequest, { visitor, wish, cookies, giveBack }: Play): Promise<Response> {
  const [client, besides] = [labClient(request.headers), cookiesBesides(request.headers)]
  const players = await openOrGiveBack()
  if (!players) return problem('revoked')

  const work: Work<Line> = async (tell, signal) => {
    try {
      await run({ visitor, client, besides, players, wish, tell, signal })
    } finally {
      await endAndGiveBack(players)
    }
  }
  return streamLines(work, stopFor(request, wish.seconds + overtime))

  async function openOrGiveBack(): Promise<Played[] | null> {
    let opened: Played[] | null = null
    try {
      const own = await ownPlayer(wish, cookies)
      await wakeTargets(besides, layers)
      opened = await openPlayers(visitor, { client, freshLeft: wish.freshLeft })
      return opened && [...opened, ...own]
    } finally {
      if (!opened) await giveBack()
    }
  }

  async function endAndGiveBack(played: readonly Played[]): Promise<void> {
    try {
      await endPlayers(played.filter(({ subject }) => subject !== 'own'))
    } finally {
      await giveBack()
    }
  }
}

/** Neither a changed role nor a rotation of keys ends the reader's own session. */
async function ownPlayer({ own, act }: Wish, cookies: Presented['cookies']): Promise<Played[]> {
  const { credential } = await openPresented({ authorization: null, cookies }, nowInSeconds())
  const isEnding = act !== 'role' && act !== 'keys'
  return own && credential && isEnding ? [{ subject: 'own', credential, cookies }] : []
}
