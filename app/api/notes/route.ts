import type { NextRequest } from 'next/server'
import { answerCaller } from '@/lib/server/answer-caller'
import { answerPreflight } from '@/lib/server/cors'
import { answerNotes } from '@/lib/server/notes/list-notes'
import { answerNewNote } from '@/lib/server/notes/write-notes'

export function GET(request: NextRequest) {
  return answerCaller(request, { permission: 'notes:read', work: () => answerNotes(request) })
}

export function POST(request: NextRequest) {
  return answerCaller(request, { permission: 'notes:write', work: (caller) => answerNewNote(request, caller) })
}

export function OPTIONS(request: NextRequest) {
  return answerPreflight(request, ['GET', 'POST'])
}
