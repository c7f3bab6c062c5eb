import type { ReactNode } from 'react'
import { LogoutForm } from '@/app/logout/logout-form'
import { RevokeForm } from '@/app/sessions/revoke-form'
import { ago, inUtc } from '@/app/ui/in-words'
import { ModelMark } from '@/app/ui/models/mark' // model: several
import type { ListedSession } from '@/lib/server/sessions/rows'
import { toDate, toIso } from '@/lib/time'

interface Props {
  session: ListedSession
  /** Its place in the list: two sessions may have the same browser and the same address. */
  number: number
  /** Seconds since 1970. */
  now: number
}

/** The User-Agent header comes from the client: it is shown as text, and wraps anywhere (ASVS 3.2.2). */
export function SessionCard({ session, number, now }: Props) {
  const { id, model, device, userAgent, isCurrent } = session
  const headingId = `device-${id}`

  return (
    <li
      data-model={model}
      aria-labelledby={headingId}
      className="sheet grid gap-x-8 gap-y-3 border-l-4 border-l-model px-5 py-4 lg:grid-cols-[1fr_20rem]"
    >
      <div className="min-w-0">
        <div className="flex flex-wrap items-center gap-x-4 gap-y-1.5">
          <h3 id={headingId} className="text-2xl font-semibold wrap-anywhere">
            <span className="font-sans text-base font-normal text-ink-soft tabular-nums">{number}. </span>
            {device}
          </h3>
          {isCurrent && <span className="stamp bg-ink text-paper">this one</span>}
        </div>
        {isUnnamed(session) && (
          <p className="mt-1 text-sm text-ink-soft">
            User agent: <span className="font-mono wrap-anywhere">{userAgent}</span>
          </p>
        )}
        <Facts session={session} now={now} />
      </div>
      <div className={isCurrent ? 'lg:justify-self-end' : 'lg:text-end'}>
        {isCurrent ? <LogoutForm /> : <RevokeOne session={session} number={number} />}
      </div>
    </li>
  )
}

function Facts({ session, now }: Omit<Props, 'number'>) {
  const { ip, startedAt, lastSeenAt } = session
  return (
    <dl className="mt-2 grid grid-cols-[auto_1fr] gap-x-5 gap-y-0.5 text-sm md:grid-cols-[5rem_minmax(0,1fr)_10rem_10rem]">
      {/* model: several */}
      <Fact name="Model">
        <span className="inline-flex items-center gap-1.5 font-semibold text-model">
          <ModelMark model={session.model} className="size-4" />
          {session.model}
        </span>
      </Fact>
      {/* end */}
      <Fact name="Address">
        <span className="font-mono wrap-anywhere">{ip ?? 'unknown'}</span>
      </Fact>
      <Fact name="Started">
        <MomentText at={startedAt} now={now} />
      </Fact>
      <Fact name="Last seen">
        <MomentText at={lastSeenAt} now={now} />
      </Fact>
    </dl>
  )
}

const isUnnamed = ({ device, userAgent }: ListedSession) => /^Unknown/.test(device) && userAgent

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="max-md:contents">
      <dt className="text-ink-soft">{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function RevokeOne({ session: { id, device, ip }, number }: Omit<Props, 'now'>) {
  return (
    <RevokeForm scope="one" sessionId={id} label="End" whom={`session ${number}, ${device}`} confirm="End this session">
      <p>
        {device}
        {ip && `, at ${ip},`} is logged out from its next request on. To use it again, log in there.
      </p>
    </RevokeForm>
  )
}

/** "3 minutes ago", with the exact time as a tooltip. @param at and @param now: seconds since 1970, by one clock */
export function MomentText({ at, now }: { at: number; now: number }) {
  return (
    <time dateTime={toIso(at)} title={inUtc(toDate(at), 'second')} className="tabular-nums">
      {ago(now - at)}
    </time>
  )
}
