import type { ReactNode } from 'react'
import { PageHeading } from '@/app/ui/page/heading'
import { PageLink } from '@/app/ui/page/link'
import { StampedEnvelope } from '@/app/ui/page/stamped-envelope'
import { routes } from '@/lib/routes'

interface Props {
  /** What a post office would stamp on it. Decoration: the heading says the same in plain words. */
  stamp: string
  heading: string
  children: ReactNode
}

/** One page-sized message: an envelope that came back, and what to do now. */
export function Notice({ stamp, heading, children }: Props) {
  return (
    <div className="grid max-w-3xl items-start gap-5 md:gap-8 md:grid-cols-[16rem_1fr]">
      <div className="w-full max-w-40 md:max-w-64">
        <StampedEnvelope stamp={stamp} />
      </div>
      <div>
        <PageHeading>{heading}</PageHeading>
        <div className="mt-3 grid justify-items-start gap-5">{children}</div>
      </div>
    </div>
  )
}

/** A form that was not ours, or a role that does not allow what it asked for: which, only its sender knows. */
export function NotAccepted() {
  return (
    <Notice stamp="RETURN TO SENDER" heading="This was not accepted">
      <p>
        Either the form did not come from a page of ours, or your role does not allow what it asked for. Nothing was
        changed.
      </p>
      <PageLink href={routes.home} className="button">
        To the start
      </PageLink>
    </Notice>
  )
}

/** What a page says while a store is unavailable, whether the middleware has found out or the page. @param children how to try again */
export function Unavailable({ children }: { children: ReactNode }) {
  return (
    <Notice stamp="COUNTER CLOSED" heading="We cannot check your session just now">
      <p>
        A store that we need did not answer. You are not logged out by this, and nothing was changed. Please try again
        in a moment.
      </p>
      {children}
    </Notice>
  )
}
