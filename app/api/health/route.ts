import { describeHealth } from '@/lib/server/api/health'

export async function GET() {
  const health = await describeHealth()
  return Response.json(health, {
    status: health.status === 'ok' ? 200 : 503,
    headers: { 'Cache-Control': 'no-store' },
  })
}
