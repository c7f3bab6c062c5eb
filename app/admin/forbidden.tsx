import type { Metadata } from 'next'
import { PageLink } from '@/app/ui/page/link'
import { NotAccepted, Notice } from '@/app/ui/page/notice'
import { PageFrame } from '@/app/ui/page/page-frame'
import { routes } from '@/lib/routes'
import { getSession } from '@/lib/server/guards/require-session'
import { isPermitted } from '@/lib/session/permissions'

export const metadata: Metadata = { title: 'For admins' }

/** Whoever may see these pages, or is nobody, was refused for another reason: a form of somebody else's. */
export default async function AdminForbiddenPage() {
  const session = await getSession()
  const lacksRole = session !== null && !isPermitted(session.role, 'users:read')

  return (
    <PageFrame visitor={session}>
      {lacksRole ? (
        <Notice stamp="ADMINS ONLY" heading="This page is for admins">
          <p>You are logged in, but your role is {session.role}. An admin can give you another.</p>
          <PageLink href={routes.dashboard} className="button">
            To your dashboard
          </PageLink>
        </Notice>
      ) : (
        <NotAccepted />
      )}
    </PageFrame>
  )
}
