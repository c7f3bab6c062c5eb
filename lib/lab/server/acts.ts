import 'server-only'
import { type NextRequest, NextResponse } from 'next/server'
import { answerAddressToken, answerReceived } from '@/lib/lab/server/answer-address' // feature: tokens
import { answerFlip } from '@/lib/lab/server/answer-flip'
import { answerMeasurement } from '@/lib/lab/server/answer-measurement'
import { judgePresented } from '@/lib/lab/server/judge-visitor'
import { answerTokenRounds } from '@/lib/lab/server/measure-tokens' // feature: tokens
import { answerRace } from '@/lib/lab/server/race/answer-race'
import { answerDrop, answerTheft } from '@/lib/lab/server/replay/answer-jar'
import { answerReplay } from '@/lib/lab/server/replay/answer-replay'
import { readSwitches } from '@/lib/lab/shared/switches'
import { answerCaller } from '@/lib/server/guards/answer-caller'
import { problem } from '@/lib/server/http/problem'

type Methods = Readonly<Record<string, (request: NextRequest) => Promise<Response>>>

/** The handlers of the lab under `/api/lab/`, by name and method. */
export const acts: ReadonlyMap<string, Methods> = new Map<string, Methods>([
  // feature: tokens
  ['address', { GET: answerReceived, POST: answerAddressToken }],
  ['tokens', { POST: answerTokenRounds }],
  // end
  ['check', { GET: answerCheck, HEAD: answerCheck }],
  ['flip', { POST: answerFlip }],
  ['jar', { POST: answerTheft, DELETE: (request) => answerDrop(request.nextUrl.searchParams) }],
  ['measure', { POST: measure }],
  ['race', { POST: answerRace }],
  ['replay', { POST: answerReplay }],
])

async function answerCheck({ nextUrl }: NextRequest): Promise<Response> {
  const switches = readSwitches(nextUrl.searchParams)
  if (!switches) return problem('invalid')

  return NextResponse.json({ layer: 'handler', judgements: await judgePresented(switches) })
}

function measure(request: NextRequest): Promise<Response> {
  return answerCaller(request, { cookieOnly: true, work: (caller) => answerMeasurement(request, caller) })
}
