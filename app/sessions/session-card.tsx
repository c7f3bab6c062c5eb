import type { ReactNode } from 'react'
import { LogoutForm } from '@/app/logout/logout-form'
import { Moment } from '@/app/sessions/moment'
import { RevokeForm } from '@/app/sessions/revoke-form'
import { ModelMark } from '@/app/ui/model-mark'
import type { ListedSession } from '@/lib/server/list-sessions'

/** Everything that a stranger's browser has said about itself is text, and wraps anywhere (ASVS 3.2.2). */
export function SessionCard({ session }: { session: ListedSession }) {
  const { id, model, device, userAgent, ip, isCurrent } = session
  const headingId = `device-${id}`

  return (
    <li data-model={model} aria-labelledby={headingId} className="sheet border-l-4 border-l-model p-5">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1.5">
        <h3 id={headingId} className="text-2xl font-semibold wrap-anywhere">
          {device}
        </h3>
        {isCurrent && <span className="stamp bg-ink text-paper">this one</span>}
      </div>
      {isUnnamed(session) && (
        <p className="mt-1 text-sm text-ink-soft">
          It calls itself <span className="font-mono wrap-anywhere">{userAgent}</span>
        </p>
      )}
      <dl className="mt-4 grid grid-cols-[auto_1fr] gap-x-5 gap-y-1 md:grid-cols-4 md:gap-y-0">
        <Fact name="Model">
          <span className="inline-flex items-center gap-1.5 font-semibold text-model">
            <ModelMark model={model} className="size-4" />
            {model}
          </span>
        </Fact>
        <Fact name="Address">
          <span className="font-mono text-sm wrap-anywhere">{ip ?? 'unknown'}</span>
        </Fact>
        <Fact name="Started">
          <Moment at={session.startedAt} />
        </Fact>
        <Fact name="Last seen">
          <Moment at={session.lastSeenAt} />
        </Fact>
      </dl>
      <div className="mt-3">{isCurrent ? <LogoutForm /> : <RevokeOne session={session} />}</div>
    </li>
  )
}

const isUnnamed = ({ device, userAgent }: ListedSession) => /^Unknown/.test(device) && userAgent

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="max-md:contents">
      <dt className="text-sm text-ink-soft">{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function RevokeOne({ session: { id, device, ip } }: { session: ListedSession }) {
  return (
    <RevokeForm scope="one" sessionId={id} label="Revoke" whom={device} confirm="Revoke this session">
      <p>
        {device}
        {ip && `, at ${ip},`} will be refused from its next request on. Whoever is there has to log in again.
      </p>
    </RevokeForm>
  )
}
