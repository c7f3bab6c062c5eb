import type { NextRequest } from 'next/server'
import { answerCaller } from '@/lib/server/guards/answer-caller'

/** The check of a route handler, and no other work. Only in the tree that the benchmark builds: app/api/bench/who/route.ts. */
export const GET = (request: NextRequest) =>
  answerCaller(request, { work: async ({ session: { userId, role } }) => Response.json({ id: userId, role }) })
