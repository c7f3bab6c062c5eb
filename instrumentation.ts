/** Runs once when a server process starts, before it answers. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return

  const { describeRequestsBy, requestFacts } = await import('@/lib/log')
  const { headers } = await import('next/headers')
  describeRequestsBy(async () => requestFacts(await headers()))
}
