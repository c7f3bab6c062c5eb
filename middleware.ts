import type { NextRequest } from 'next/server'
import { guardPage } from '@/lib/edge/guard-page'
import { respond } from '@/lib/edge/respond'
import { answerLabDoor } from '@/lib/lab/edge/lab-door' // feature: lab
import { nowInSeconds } from '@/lib/time'

/** The edge's entry for pages: asks lib/edge and sends its response. Why this is not `proxy.ts`: docs/decisions/001. */
export async function middleware(request: NextRequest) {
  // feature: lab
  const labAnswer = await answerLabDoor(request)
  if (labAnswer) return labAnswer

  // end
  return respond(request, await guardPage(request, nowInSeconds()))
}

export const config = {
  matcher: [
    {
      // Every path that may be a page, 404 pages included. `/api/*` guards and renews by itself; the files are public.
      source: '/((?!api/|api$|_next/static/|\\.well-known/jwks\\.json$|icon\\.svg$).*)',
      // The browser discards the cookies of prefetches. Next hides these two headers from the code above, not from here.
      missing: [
        { type: 'header', key: 'next-router-prefetch' },
        { type: 'header', key: 'next-router-segment-prefetch' },
      ],
    },
  ],
}
