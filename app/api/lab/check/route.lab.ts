import { type NextRequest, NextResponse } from 'next/server'
import { readSwitches } from '@/lib/lab/switches'
import { answerLab } from '@/lib/server/lab/answer-lab'
import { judgePresented } from '@/lib/server/lab/judge-visitor'
import { problem } from '@/lib/server/problem'

export async function GET(request: NextRequest) {
  return answerLab(request, async () => {
    const switches = readSwitches(request.nextUrl.searchParams)
    if (!switches) return problem('invalid')

    return NextResponse.json({ layer: 'handler', judgements: await judgePresented(switches) })
  })
}

export {
  notTaken as DELETE,
  notTaken as OPTIONS,
  notTaken as PATCH,
  notTaken as POST,
  notTaken as PUT,
} from '@/lib/server/lab/not-taken'
