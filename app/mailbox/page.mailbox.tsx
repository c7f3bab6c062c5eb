// feature: mail (this file)
import type { Metadata } from 'next'
import { inUtc } from '@/app/ui/in-words'
import { PageHeading } from '@/app/ui/page/heading'
import { ReloadLink } from '@/app/ui/page/link'
import { PageFrame } from '@/app/ui/page/page-frame'
import { getSession } from '@/lib/server/guards/require-session'
import { listMail, type StoredMail } from '@/lib/server/mail/list-mail'
import { requireMailbox } from '@/lib/server/mail/mailbox'

export const metadata: Metadata = { title: 'Mailbox' }

/** In development only: the file name is no page of a production build (next.config.js). */
export default async function MailboxPage() {
  requireMailbox()

  const session = await getSession()
  const mail = await listMail()

  return (
    <PageFrame visitor={session}>
      <PageHeading>Mailbox</PageHeading>
      <p className="mt-2 max-w-2xl text-ink-soft">
        The mail that this application has sent, newest first. In development none of it leaves this machine.
      </p>
      <p className="mt-3">
        <ReloadLink className="link">Look for new mail</ReloadLink>
      </p>
      {mail.length === 0 && <p className="mt-8">No mail has been sent yet.</p>}
      <div className="mt-8 grid gap-6">
        {mail.map((each) => (
          <Message key={each.id} mail={each} />
        ))}
      </div>
    </PageFrame>
  )
}

function Message({ mail: { id, at, from, to, subject, text } }: { mail: StoredMail }) {
  return (
    <article aria-labelledby={id} className="sheet max-w-3xl p-5">
      <h2 id={id} className="text-xl font-semibold wrap-anywhere">
        {subject}
      </h2>
      <p className="mt-1 text-sm wrap-anywhere text-ink-soft">
        To {to.join(', ')}, from {from}, on <time dateTime={at}>{inUtc(new Date(at), 'minute')}</time>
      </p>
      <div className="mt-4 grid gap-3 wrap-anywhere">
        {text
          .trim()
          .split(/\n{2,}/)
          .map((paragraph) => (
            <p key={paragraph}>
              {/^https?:\S+$/.test(paragraph) ? (
                <a href={paragraph} className="link">
                  {paragraph}
                </a>
              ) : (
                paragraph
              )}
            </p>
          ))}
      </div>
    </article>
  )
}
