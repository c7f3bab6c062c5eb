import type { NextRequest } from 'next/server'
import { answerNotes } from '@/lib/server/api/notes/list-notes'
import { answerNewNote } from '@/lib/server/api/notes/write-notes'
import { answerCaller } from '@/lib/server/guards/answer-caller'
import { answerPreflight } from '@/lib/server/http/cors' // feature: tokens

export function GET(request: NextRequest) {
  return answerCaller(request, { permission: 'notes:read', work: () => answerNotes(request) })
}

export function POST(request: NextRequest) {
  return answerCaller(request, { permission: 'notes:write', work: (caller) => answerNewNote(request, caller) })
}

// feature: tokens
export function OPTIONS(request: NextRequest) {
  return answerPreflight(request, ['GET', 'POST'])
}
// end
