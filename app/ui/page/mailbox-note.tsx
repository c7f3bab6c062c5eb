// feature: mail (this file)
import { PageLink } from '@/app/ui/page/link'
import { routes } from '@/lib/routes'
import { hasMailbox } from '@/lib/server/mail/mailbox'

/** In development only: where to look for a mail. */
export function MailboxNote() {
  if (!hasMailbox()) return null

  return (
    <p className="mt-2 text-sm">
      In development no mail leaves this machine: it is in the{' '}
      <PageLink href={routes.mailbox} className="link">
        mailbox
      </PageLink>
      .
    </p>
  )
}
