import type { ReactNode } from 'react'
import { ModelDrawing, ModelMark } from '@/app/ui/models/pictures' // model: several
import { modelWords } from '@/app/ui/models/words' // model: several
import { PageHeading } from '@/app/ui/page/heading'
import type { Session } from '@/lib/session/session'
import { toDate } from '@/lib/time' // model: several

interface Props {
  session: Session
  profile: { email: string; name: string } | null
  visits: number // model: several
  /** What the user must read first, below the heading. */
  children?: ReactNode
}

// model: several
const inWords = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone: 'UTC' })

/** The drawing says what the text beside it says. */
const drawn = ({ id, userId, role, freshUntil }: Session, visits: number) => ({
  ...{ sid: id.slice(0, 4), user: `${userId.slice(0, 8)}…`, role, visits },
  exp: `${inWords.format(toDate(freshUntil))} UTC`,
})
// end

export function Who({
  session,
  profile,
  visits, // model: several
  children,
}: Props) {
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
        {children}
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
