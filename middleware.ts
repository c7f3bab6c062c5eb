import type { NextRequest } from 'next/server'
import { guardPage } from '@/lib/edge/guard-page'
import { respond } from '@/lib/edge/respond'
import { answerLabDoor } from '@/lib/lab/edge/lab-door' // feature: lab
import { nowInSeconds } from '@/lib/time'

/** The edge door for pages: asks lib/edge, obeys the verdict. Why this is not `proxy.ts`: docs/decisions/001. */
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
      // Every path that may be a page, 404 pages included. `/api/*` guards and renews by itself, and these files are public.
      source: '/((?!api/|api$|_next/static/|\\.well-known/jwks\\.json$|icon\\.svg$).*)',
      // Prefetches are thrown away, a renewal with them. Next hides these two headers from the code above, not from here.
      missing: [
        { type: 'header', key: 'next-router-prefetch' },
        { type: 'header', key: 'next-router-segment-prefetch' },
      ],
    },
  ],
}
