import type { Metadata } from 'next'
import { NotAccepted } from '@/app/ui/page/notice'
import { PageFrame } from '@/app/ui/page/page-frame'
import { getSession } from '@/lib/server/guards/require-session'

export const metadata: Metadata = { title: 'Not accepted' }

export default async function ForbiddenPage() {
  const session = await getSession()

  return (
    <PageFrame visitor={session}>
      <NotAccepted />
    </PageFrame>
  )
}
