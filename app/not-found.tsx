import type { Metadata } from 'next'
import { PageLink } from '@/app/ui/page/link'
import { Notice } from '@/app/ui/page/notice'
import { PageFrame } from '@/app/ui/page/page-frame'
import { routes } from '@/lib/routes'
import { getSession } from '@/lib/server/guards/require-session'

export const metadata: Metadata = { title: 'No such address' }

export default async function NotFoundPage() {
  const session = await getSession()

  return (
    <PageFrame visitor={session}>
      <Notice stamp="NO SUCH ADDRESS" heading="There is no page at this address">
        <p>It may have moved, or the address has a typing error.</p>
        <PageLink href={routes.home} className="button">
          To the start
        </PageLink>
      </Notice>
    </PageFrame>
  )
}
