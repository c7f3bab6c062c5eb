import type { Metadata } from 'next'
import { CheckTraceTable } from '@/app/dashboard/check-trace' // feature: trace
import { NoteForm, VisitForm } from '@/app/dashboard/data-forms'
import { DeadlineList } from '@/app/dashboard/deadlines' // feature: trace
import { PasswordNotice } from '@/app/password-notice/password-notice' // feature: notice
import { sayMethods } from '@/app/ui/in-words'
import { ModelMark } from '@/app/ui/models/mark' // model: several
import { ModelDrawing } from '@/app/ui/models/pictures' // model: several
import { modelWords } from '@/app/ui/models/words' // model: several
import { PageHeading } from '@/app/ui/page/heading'
import { PageFrame } from '@/app/ui/page/page-frame'
import { findProfile } from '@/lib/server/account/profile'
import {
  getCheckTrace, // feature: trace
  getSessionData,
} from '@/lib/server/guards/current'
import { requireSession } from '@/lib/server/guards/require-session'
import type { Model } from '@/lib/session/models' // model: several
import type { Session } from '@/lib/session/session'
import {
  nowInSeconds, // feature: trace
  toDate, // model: several
} from '@/lib/time'

export const metadata: Metadata = { title: 'Dashboard' }

export default async function DashboardPage() {
  const session = await requireSession()

  const [profile, data] = await Promise.all([findProfile(session), getSessionData()])
  const trace = await getCheckTrace() // feature: trace

  return (
    <PageFrame visitor={session}>
      <div data-model={session.model} className="grid gap-12 sm:gap-16">
        <Who
          session={session}
          profile={profile}
          visits={data.visits} // model: several
        />
        {/* feature: trace */}
        <DeadlineList session={session} now={nowInSeconds()} />
        {/* end */}
        <SessionDataForms
          model={session.model} // model: several
          data={data}
        />
        {/* feature: trace */}
        <CheckTraceTable trace={trace} />
        {/* end */}
      </div>
    </PageFrame>
  )
}

interface WhoProps {
  session: Session
  profile: { email: string; name: string } | null
  visits: number // model: several
}

// model: several
const inWords = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone: 'UTC' })

/** The values in the drawing, which the text beside it states too. */
const drawn = ({ id, userId, role, freshUntil }: Session, visits: number) => ({
  ...{ sid: id.slice(0, 4), user: `${userId.slice(0, 8)}…`, role, visits },
  exp: `${inWords.format(toDate(freshUntil))} UTC`,
})
// end

function Who({
  session,
  profile,
  visits, // model: several
}: WhoProps) {
  return (
    <div className="grid items-center gap-8 md:grid-cols-[1fr_20rem]">
      <div>
        <PageHeading>{profile ? profile.name : 'Your session'}</PageHeading>
        {/* model: several */}
        <p className="mt-2 text-ink-soft">Your session: how it is kept, when it ends, and what checked this request.</p>
        {/* end */}
        <p className="mt-2 wrap-anywhere">
          {profile ? `${profile.email}, ` : ''}role {session.role}
        </p>
        <p className="mt-1">Logged in with {sayMethods(session.amr)}.</p>
        {/* feature: notice */}
        <PasswordNotice session={session} />
        {/* end */}
        {/* model: several */}
        <p className="mt-6 flex items-center gap-2.5 font-serif text-2xl font-semibold text-model">
          <ModelMark model={session.model} className="size-6" />
          {session.model}
        </p>
        <p className="mt-1 max-w-xl">{modelWords[session.model].session}</p>
        {/* end */}
      </div>
      {/* model: several */}
      <div className="w-full max-w-80">
        <ModelDrawing model={session.model} drawn={drawn(session, visits)} />
      </div>
      {/* end */}
    </div>
  )
}

interface DataProps {
  model: Model // model: several
  data: { visits: number; note: string }
}

function SessionDataForms({
  model, // model: several
  data,
}: DataProps) {
  return (
    <section aria-labelledby="session-data">
      <h2 id="session-data" className="text-3xl font-semibold">
        Session data
      </h2>
      {/* model: several */}
      <p className="mt-2 max-w-2xl text-ink-soft">{modelWords[model].data} It ends with the session.</p>
      {/* end */}
      <div className="mt-5 grid gap-5 md:grid-cols-[16rem_1fr]">
        <VisitForm visits={data.visits} />
        <NoteForm note={data.note} />
      </div>
    </section>
  )
}
