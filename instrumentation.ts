/** Runs once when a server process starts, before it answers. The edge, whose bundle must stay small, has nothing to do here. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === 'nodejs') {
    const { describeRequestsBy, requestFacts } = await import('@/lib/log')
    const { headers } = await import('next/headers')
    describeRequestsBy(async () => requestFacts(await headers()))
  }
}
