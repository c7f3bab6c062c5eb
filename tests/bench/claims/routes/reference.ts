import { type NextRequest, NextResponse } from 'next/server'

/** The same answer as `who` without a check. Only in the tree that the benchmark builds: app/api/bench/reference/route.ts. */
export function GET({ nextUrl }: NextRequest): NextResponse {
  const response = NextResponse.json({ id: nextUrl.searchParams.get('user'), role: 'member' })
  response.headers.set('Server-Timing', 'check;desc="allowed"')
  response.headers.set('Cache-Control', 'no-store')
  response.headers.set('Vary', 'Cookie, Authorization')
  return response
}
