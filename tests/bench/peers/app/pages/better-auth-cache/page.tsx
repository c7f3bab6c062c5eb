import { headers } from 'next/headers'
import { withCache } from '@/lib/better-auth'
import { WhoPage } from '@/lib/who-page'

export default async function Page() {
  const session = await withCache.api.getSession({ headers: await headers() })
  return <WhoPage user={session?.user} />
}
