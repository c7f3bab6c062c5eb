import type { Metadata } from 'next'
import { NotAccepted } from '@/app/ui/not-accepted'
import { PageFrame } from '@/app/ui/page-frame'
import { getSession } from '@/lib/server/require-session'

export const metadata: Metadata = { title: 'Not accepted' }

export default async function ForbiddenPage() {
  const session = await getSession()

  return (
    <PageFrame visitor={session}>
      <NotAccepted />
    </PageFrame>
  )
}
