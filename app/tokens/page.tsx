import type { Metadata } from 'next'
import { PasswordNotice } from '@/app/password-notice/password-notice' // feature: notice
import { TokenDesk } from '@/app/tokens/token-desk'
import { PageHeading } from '@/app/ui/page/heading'
import { PageFrame } from '@/app/ui/page/page-frame'
import { routes } from '@/lib/routes'
import { requireSession } from '@/lib/server/guards/require-session'
import { otherService } from '@/lib/server/tokens/answer-token'

export const metadata: Metadata = { title: 'Tokens' }

export default async function TokensPage() {
  const session = await requireSession({ next: routes.tokens })

  const service = otherService()

  return (
    <PageFrame visitor={session}>
      <PageHeading>Use a token at another service</PageHeading>
      <p className="mt-2 max-w-2xl text-ink-soft">
        Your browser sends its session cookie to this site only. A token of the same session can be sent to other
        services, which verify it with our public keys and need none of our secrets.
      </p>
      {/* feature: notice */}
      <PasswordNotice session={session} />
      {/* end */}
      <noscript>
        <p className="mt-6 max-w-2xl border-l-4 border-alert bg-sheet px-4 py-3 font-medium">
          This page needs JavaScript: a script fetches the tokens and calls the services. You can log in and out without
          JavaScript.
        </p>
      </noscript>
      {service === null && <NoService />}
      <div data-model={session.model} className="mt-10 sm:mt-14">
        <TokenDesk service={service} userId={session.userId} />
      </div>
    </PageFrame>
  )
}

/* Shown where no other service is configured: what is missing, and what works without it. */

function NoService() {
  return (
    <section aria-labelledby="no-service" className="sheet mt-8 max-w-3xl p-5">
      <h2 id="no-service" className="text-2xl font-semibold">
        There is no other service yet
      </h2>
      <p className="mt-2">Without one, you can use a token at our own API.</p>
      <p className="mt-2">
        To use one, set <Code>API_AUDIENCES</Code> to the address of a service. This page then sends tokens to it,
        across origins. A service that asks us about each token (introspection) also needs{' '}
        <Code>RESOURCE_SERVER_ID</Code> and <Code>RESOURCE_SERVER_SECRET</Code>.
      </p>
      {/* feature: examples */}
      <p className="mt-2">
        The folder <Code>examples/resource-server</Code> contains such a service. On your own machine,{' '}
        <Code>npm run dev</Code> starts it and sets these variables. In production, deploy it and set them yourself.
      </p>
      {/* end */}
    </section>
  )
}

const Code = ({ children }: { children: string }) => <code className="font-mono text-sm">{children}</code>
