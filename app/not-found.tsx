import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { NoSuchAddress } from '@/app/ui/page/notice'
import { PageFrame } from '@/app/ui/page/page-frame'
import { getSession } from '@/lib/server/guards/require-session'

export const metadata: Metadata = { title: 'No such address' }

export default async function NotFoundPage() {
  const session = await getSession()
  const path = (await headers()).get('x-request-path')

  return (
    <PageFrame visitor={session}>
      <NoSuchAddress asksToLogOut={session !== null && path === '/logout'} />
    </PageFrame>
  )
}
