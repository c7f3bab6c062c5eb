import 'server-only'
import type { NextRequest } from 'next/server'
import type { Line, Wish } from '@/lib/lab/replay'
import { WishBody } from '@/lib/lab/replay-lines'
import type { AllowedVisitor } from '@/lib/server/check-visitor'
import { senderOf } from '@/lib/server/client'
import { forVisitor } from '@/lib/server/lab/lab-visitor'
import { openJar } from '@/lib/server/lab/replay/jar'
import { endPlayers, openPlayers, type Played } from '@/lib/server/lab/replay/players'
import { run, wakeTargets } from '@/lib/server/lab/replay/run'
import { giveBackTurn, takeTurn } from '@/lib/server/lab/replay/turn'
import { streamLines } from '@/lib/server/lab/stream-lines'
import { problem } from '@/lib/server/problem'
import { longestBody, readAtMost } from '@/lib/server/read-at-most'
import { openPresented } from '@/lib/session/open'
import type { Presented } from '@/lib/session/presented'
import { nowInSeconds } from '@/lib/time'

/** `POST /api/lab/replay`: 404 for a jar that is gone or somebody else's, 429 while another run of the reader's goes on. */
export function answerReplay(request: NextRequest): Promise<Response> {
  return forVisitor(async (visitor) => {
    const wish = WishBody.safeParse(parse(await readAtMost(request.body, longestBody)))
    if (!wish.success) return problem('invalid')

    const { jar, seconds } = wish.data
    const cookies = await openJar(jar, visitor.session.userId)
    if (!cookies) return problem('not_found')

    const isMyTurn = await takeTurn(visitor.session.userId, seconds)
    if (!isMyTurn) return problem('too_many', { 'Retry-After': String(seconds) })
    return play(request, { visitor, wish: wish.data, cookies })
  })
}

interface Play {
  visitor: AllowedVisitor
  wish: Wish
  /** Of the jar. */
  cookies: Presented['cookies']
}

async function play(request: NextRequest, { visitor, wish, cookies }: Play): Promise<Response> {
  await wakeTargets()
  const client = senderOf(request.headers)
  const opened = await openPlayers(visitor, { client, freshLeft: wish.freshLeft })
  if (!opened) return problem('revoked')

  const players = [...opened, ...(await ownPlayer(wish, cookies))]
  return streamLines<Line>(async (tell, signal) => {
    try {
      await run({ visitor, client, players, wish, tell, signal })
    } finally {
      await endPlayers(opened)
      await giveBackTurn(visitor.session.userId)
    }
  })
}

/** Neither a role nor a rotation ends anything, while a renewal behind its owner's back would put the owner out. */
async function ownPlayer({ own, act }: Wish, cookies: Presented['cookies']): Promise<Played[]> {
  const { credential } = await openPresented({ authorization: null, cookies }, nowInSeconds())
  const isEnding = act !== 'role' && act !== 'keys'
  return own && credential && isEnding ? [{ subject: 'own', credential, cookies }] : []
}

function parse(text: string | null): unknown {
  try {
    return JSON.parse(text ?? '')
  } catch {
    return null
  }
}
