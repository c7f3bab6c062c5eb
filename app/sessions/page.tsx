import type { Metadata } from 'next'
import { PasswordNotice } from '@/app/password-notice/password-notice' // feature: notice
import { RevokeForm, RevokingProvider } from '@/app/sessions/revoke-form'
import { RevokeReport } from '@/app/sessions/revoke-report'
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
import { type ListedSession, listSessions } from '@/lib/server/sessions/rows' // model: stored, signed
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
        {purpose} “Last seen” is updated about every {inWords(env().FRESH_SECONDS)}.
      </p>
      {/* end */}
      {/* feature: notice */}
      <PasswordNotice session={session} />
      {/* end */}
      <RevokingProvider>
        <RevokeReport acceptedFor={inWords(env().FRESH_SECONDS)} />
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
// model: three
const purpose =
  'See your stored and signed sessions, newest first, and end any of them. You can have 20 of these. After that, each new one ends the oldest. Sealed sessions do not count towards the 20.'
// end, otherwise: const purpose = 'See your sessions, newest first, and end any of them. You can have 20 of these. After that, each new one ends the oldest.'

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
      {isAlone && <p className="mt-4">{listed.length > 0 ? 'This is the only one.' : 'You have none.'}</p>}
    </section>
  )
}
// end

// model: sealed
/** Ends sealed sessions too, which have no row to list. */
// end
function EndMany() {
  return (
    <section aria-labelledby="many" className="mt-12">
      <h2 id="many" className="text-3xl font-semibold">
        More than one at once
      </h2>
      <p className="mt-2 max-w-2xl text-ink-soft">
        {/* model: sealed */}
        These end several of your sessions at once, including those that the list does not show.
        {/* end, otherwise: These end several of your sessions at once. */}
      </p>
      <div className="mt-5 grid items-start gap-5 md:grid-cols-2">
        <div className="sheet p-5">
          <h3 className="text-xl font-semibold">All others</h3>
          <p className="mt-1 mb-3">You stay logged in on this device only.</p>
          <RevokeForm scope="others" label="End all others" confirm="End every other session">
            <p>
              Every other session of yours ends at once, on every device. This session keeps its data and gets a new
              cookie, so a copy of the old one stops working too.
            </p>
          </RevokeForm>
        </div>
        <div className="sheet p-5">
          <h3 className="text-xl font-semibold">Everywhere</h3>
          <p className="mt-1 mb-3">You are logged out on every device, this one too.</p>
          <RevokeForm scope="everywhere" label="Log out everywhere" confirm="Log out everywhere, here too">
            <p>All your sessions end at once, this one too. You can log in again right away.</p>
          </RevokeForm>
        </div>
      </div>
    </section>
  )
}
