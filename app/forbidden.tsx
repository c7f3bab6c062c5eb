import type { Metadata } from 'next'
import { Notice } from '@/app/ui/notice'
import { PageFrame } from '@/app/ui/page-frame'
import { PageLink } from '@/app/ui/page-link'
import { routes } from '@/lib/routes'
import { getSession } from '@/lib/server/require-session'

export const metadata: Metadata = { title: 'Not accepted' }

export default async function ForbiddenPage() {
  const session = await getSession()

  return (
    <PageFrame visitor={session}>
      <Notice stamp="RETURN TO SENDER" heading="This was not accepted">
        <p>
          Either the form did not come from a page of ours, or your role does not allow what it asked for. Nothing was
          changed.
        </p>
        <PageLink href={routes.home} className="button">
          To the start
        </PageLink>
      </Notice>
    </PageFrame>
  )
}
