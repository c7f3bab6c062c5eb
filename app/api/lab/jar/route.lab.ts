import type { NextRequest } from 'next/server'
import { answerLab } from '@/lib/server/lab/answer-lab'
import { answerDrop, answerTheft } from '@/lib/server/lab/replay/answer-jar'

export async function POST(request: NextRequest) {
  return answerLab(request, answerTheft)
}

export async function DELETE(request: NextRequest) {
  return answerLab(request, () => answerDrop(request.nextUrl.searchParams))
}

export { notTaken as GET, notTaken as OPTIONS, notTaken as PATCH, notTaken as PUT } from '@/lib/server/lab/not-taken'
