import type { NextRequest } from 'next/server'
import { answerNewNote, answerNotes } from '@/lib/server/api/notes/notes'
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
