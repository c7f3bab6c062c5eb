import type { Metadata } from 'next'
import { PasswordNotice } from '@/app/password-notice/password-notice' // feature: notice
import { EndMany } from '@/app/sessions/end-many'
import { RevokeReport } from '@/app/sessions/revoke-report'
import { RevokingProvider } from '@/app/sessions/revoking'
import { SessionCard } from '@/app/sessions/session-card' // model: stored, signed
import { UnlistedNote } from '@/app/sessions/unlisted-note' // model: sealed
import { inWords } from '@/app/ui/in-words'
// model: sealed
import { modelWords } from '@/app/ui/models/words' // model: several
// end
import { PageHeading } from '@/app/ui/page/heading'
import { PageFrame } from '@/app/ui/page/page-frame'
import { env } from '@/lib/env'
import { routes } from '@/lib/routes'
import { requireSession } from '@/lib/server/guards/require-session'
import { type ListedSession, listSessions } from '@/lib/server/sessions/list' // model: stored, signed
import { nowInSeconds } from '@/lib/time' // model: stored, signed

export const metadata: Metadata = { title: 'Sessions' }

export default async function SessionsPage() {
  const session = await requireSession({ next: routes.sessions, check: 'strict' })

  // model: stored, signed
  const now = nowInSeconds()
  const listed = await listSessions(session, now)
  // end

  return (
    <PageFrame visitor={session}>
      <PageHeading>Your sessions</PageHeading>
      {/* model: stored, signed */}
      <p className="mt-2 max-w-2xl text-ink-soft">
        See where you are logged in, newest first, and end any of these sessions. After 20 of them, each login ends the
        oldest. “Last seen” is updated about every {inWords(env().FRESH_SECONDS)}.
      </p>
      {/* end */}
      {/* feature: notice */}
      <PasswordNotice session={session} />
      {/* end */}
      <RevokingProvider>
        <RevokeReport believedFor={inWords(env().FRESH_SECONDS)} />
        {/* model: sealed */}
        {/* model: several */}
        {!modelWords[session.model].isListed && <UnlistedNote model={session.model} />}
        {/* end */}
        {/* end */}
        {/* model: stored, signed */}
        <SessionList listed={listed} now={now} />
        {/* end, otherwise: <UnlistedNote model={session.model} /> */}
        <EndMany />
      </RevokingProvider>
    </PageFrame>
  )
}

// model: stored, signed
function SessionList({ listed, now }: { listed: readonly ListedSession[]; now: number }) {
  const isAlone = listed.every(({ isCurrent }) => isCurrent)

  return (
    <section aria-labelledby="list" className="mt-8">
      <h2 id="list" className="text-3xl font-semibold">
        {/* model: three */}
        Stored and signed
        {/* end, otherwise: Where you are logged in */}
      </h2>
      {listed.length > 0 && (
        <ol className="mt-5 grid gap-4">
          {listed.map((session, index) => (
            <SessionCard key={session.id} session={session} number={index + 1} now={now} />
          ))}
        </ol>
      )}
      {isAlone && <p className="mt-4">{listed.length > 0 ? 'This is the only one.' : 'There is none.'}</p>}
    </section>
  )
}
// end
