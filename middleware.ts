import type { NextRequest } from 'next/server'
import { guardPage } from '@/lib/edge/guard-page'
import { respond } from '@/lib/edge/respond'
import { answerLabDoor } from '@/lib/lab/edge/lab-door'
import { nowInSeconds } from '@/lib/time'

/** The edge door for pages: asks lib/edge, obeys the verdict. Why this is not `proxy.ts`: docs/decisions/001. */
export async function middleware(request: NextRequest) {
  return (await answerLabDoor(request)) ?? respond(request, await guardPage(request, nowInSeconds()))
}

export const config = {
  matcher: [
    {
      // Whatever may be a page, also one that says that there is none. `/api/*` guards itself and renews by itself, and these
      // files are public.
      source: '/((?!api/|api$|_next/static/|\\.well-known/jwks\\.json$|icon\\.svg$).*)',
      // Prefetches are thrown away, a renewal with them. Next hides these two headers from the code above, not from here.
      missing: [
        { type: 'header', key: 'next-router-prefetch' },
        { type: 'header', key: 'next-router-segment-prefetch' },
      ],
    },
  ],
}
