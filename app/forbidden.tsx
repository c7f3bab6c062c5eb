import type { Metadata } from 'next'
import { Notice } from '@/app/ui/notice'
import { PageFrame } from '@/app/ui/page-frame'
import { PageLink } from '@/app/ui/page-link'
import { routes } from '@/lib/routes'
import { peekSession } from '@/lib/server/require-session'

export const metadata: Metadata = { title: 'Not for your role' }

export default async function ForbiddenPage() {
  const session = await peekSession()

  return (
    <PageFrame visitor={session}>
      <Notice stamp="ADDRESSEE ONLY" heading="Your role does not open this page">
        <p>
          You are logged in{session ? ` as ${session.role}` : ''}, and this page is for others. Nothing was changed.
        </p>
        <PageLink href={routes.dashboard} className="button">
          To your dashboard
        </PageLink>
      </Notice>
    </PageFrame>
  )
}
