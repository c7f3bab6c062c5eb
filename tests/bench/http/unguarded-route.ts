import { type NextRequest, NextResponse } from 'next/server'
import { describeCaller } from '@/lib/server/api/me'
import { nowInSeconds } from '@/lib/time'

/**
 * `GET /api/me` without a check of its caller. Exists only in the tree that the benchmark builds:
 * app/api/unguarded/route.ts.
 */
export async function GET(request: NextRequest): Promise<NextResponse> {
  const now = nowInSeconds()
  const login = { authenticatedAt: now, amr: ['pwd'] } as const
  const times = { startedAt: now, freshUntil: now, idleUntil: now, endsAt: now }
  const userId = request.nextUrl.searchParams.get('user') ?? ''
  const response = NextResponse.json(
    await describeCaller({ id: 'none', model: 'sealed', userId, role: 'member', accessVersion: 0, ...login, ...times }),
  )

  response.headers.set('Server-Timing', 'check;desc="allowed"')
  response.headers.set('Cache-Control', 'no-store')
  response.headers.set('Vary', 'Cookie, Authorization')
  return response
}
