'use client'

import type { ReactNode } from 'react'
import { PageHeading } from '@/app/ui/page/heading'
import { PageLink } from '@/app/ui/page/link'
import { routes } from '@/lib/routes'

interface Props {
  /** A postal stamp. Decoration: the heading says the same in plain words. */
  stamp: string
  heading: string
  children: ReactNode
}

/** A message that fills a page: what happened, and what to do next. A client component for the same reason as the frame. */
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

/** For a cross-site request, or a role that does not allow the action. The page cannot tell which. */
export function NotAccepted() {
  return (
    <Notice stamp="RETURN TO SENDER" heading="This was not accepted">
      <p>
        Either the form did not come from a page of this site, or your role does not allow this. Nothing was changed.
      </p>
      <PageLink href={routes.home} className="button">
        Go to the home page
      </PageLink>
    </Notice>
  )
}

/** @param asksToLogOut whether a visitor with a session asked for /logout: a link that logs out would be open to CSRF */
export function NoSuchAddress({ asksToLogOut }: { asksToLogOut: boolean }) {
  return (
    <Notice stamp="NO SUCH ADDRESS" heading="There is no page at this address">
      <p>Check the address, or go to the home page.</p>
      {asksToLogOut && <p>To log out, use “Log out” in the header.</p>}
      <PageLink href={routes.home} className="button">
        Go to the home page
      </PageLink>
    </Notice>
  )
}

/** Shown while a store is unavailable, by the middleware or by the page. @param children the button to try again */
export function Unavailable({ children }: { children: ReactNode }) {
  return (
    <Notice stamp="COUNTER CLOSED" heading="We cannot check your session just now">
      <p>
        The service is temporarily unavailable. You are still logged in, and nothing was changed. Please try again in a
        moment.
      </p>
      {children}
    </Notice>
  )
}

/* An envelope with a stamp. Decoration: the text beside it says the same in plain words. */

export function StampedEnvelope({ stamp }: { stamp: string }) {
  return (
    <svg viewBox="0 0 256 160" className="w-full" aria-hidden="true">
      <path className="fill-sheet stroke-ink" strokeWidth="1.5" d="M2 2h252v156H2z" />
      <path className="fill-none stroke-ink" strokeWidth="1.5" d="M214 14h28v34h-28z" />
      <path
        className="stroke-field"
        strokeWidth="1.5"
        d="M18 26h70M18 40h48M196 24c6-4 10 4 16 0s10 4 16 0M196 34c6-4 10 4 16 0s10 4 16 0"
        fill="none"
      />
      <g transform="rotate(-7 128 96)" className="fill-none stroke-alert" strokeWidth="2.5">
        <path d="M28 74h200v44H28z" />
        <text x="128" y="102" textAnchor="middle" stroke="none" fontSize="17" className="fill-alert font-mono">
          {stamp}
        </text>
      </g>
    </svg>
  )
}
