import type { Metadata } from 'next'
import { PasswordNotice } from '@/app/password-notice/password-notice' // feature: notice
import { NoService } from '@/app/tokens/no-service'
import { TokenDesk } from '@/app/tokens/token-desk'
import { PageHeading } from '@/app/ui/page/heading'
import { PageFrame } from '@/app/ui/page/page-frame'
import { routes } from '@/lib/routes'
import { requireSession } from '@/lib/server/guards/require-session'
import { otherService } from '@/lib/server/tokens/other-service'

export const metadata: Metadata = { title: 'Tokens' }

export default async function TokensPage() {
  const session = await requireSession({ next: routes.tokens })

  const service = otherService()

  return (
    <PageFrame visitor={session}>
      <PageHeading>Take a token elsewhere</PageHeading>
      <p className="mt-2 max-w-2xl text-ink-soft">
        Your cookie stays between this browser and this site. A token of the same session can be shown to other
        services, which check it with our public keys and need none of our secrets.
      </p>
      {/* feature: notice */}
      <PasswordNotice session={session} />
      {/* end */}
      <noscript>
        <p className="mt-6 max-w-2xl border-l-4 border-alert bg-sheet px-4 py-3 font-medium">
          This page needs JavaScript: a script fetches a token, keeps it, and shows what it says. Logging in and out
          does not need it.
        </p>
      </noscript>
      {service === null && <NoService />}
      <div data-model={session.model} className="mt-10 sm:mt-14">
        <TokenDesk service={service} userId={session.userId} />
      </div>
    </PageFrame>
  )
}
