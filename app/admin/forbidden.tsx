import type { Metadata } from 'next'
import { PageLink } from '@/app/ui/page/link'
import { NotAccepted, Notice } from '@/app/ui/page/notice'
import { PageFrame } from '@/app/ui/page/page-frame'
import { routes } from '@/lib/routes'
import { getSession } from '@/lib/server/guards/require-session'
import { isPermitted } from '@/lib/session/permissions'

export const metadata: Metadata = { title: 'For admins' }

/**
 * A user who has the role, or a visitor who is not logged in, was refused for another reason: a cross-site request, or a form of
 * another account.
 */
export default async function AdminForbiddenPage() {
  const session = await getSession()
  const lacksRole = session !== null && !isPermitted(session.role, 'users:read')

  return (
    <PageFrame visitor={session}>
      {lacksRole ? (
        <Notice stamp="ADMINS ONLY" heading="This page is for admins">
          <p>You are logged in, but your role is {session.role}. An admin can give you another role.</p>
          <PageLink href={routes.dashboard} className="button">
            Go to your dashboard
          </PageLink>
        </Notice>
      ) : (
        <NotAccepted />
      )}
    </PageFrame>
  )
}
