'use client'

import { usePathname } from 'next/navigation'
import type { ReactNode } from 'react'
import { type FormCall, hasEnded } from '@/app/ui/form-call'
import { PageLink } from '@/app/ui/page-link'
import { loginPath } from '@/lib/routes'

interface Props {
  id?: string
  call: FormCall
  /** What was asked for did not happen, or not wholly: that must not look like the opposite. */
  isRefusal: boolean
  /** What this form has to say about its own outcomes. */
  children?: ReactNode
}

/** What became of a form, beside it; there from the beginning, so that it is read out when it has something to say. */
export function FormReport({ id, call, isRefusal, children }: Props) {
  const isAlert = isRefusal || call.isUnanswered

  return (
    <p id={id} role="status" className={`max-w-md text-sm font-medium empty:sr-only ${isAlert ? 'text-alert' : ''}`}>
      <FormAnswer call={call}>{children}</FormAnswer>
    </p>
  )
}

/** What any form may be answered, or what this one says. */
export function FormAnswer({ call: { state, isPending, isUnanswered }, children }: Pick<Props, 'call' | 'children'>) {
  const pathname = usePathname()
  // Empty meanwhile, so that the same sentence is read out again when it comes again.
  if (isUnanswered) return isPending ? null : unanswered
  if (state.outcome === 'other_account') return otherAccount(state.loggedInAs)
  if (!hasEnded(state)) return children

  return (
    <>
      {children}{' '}
      <PageLink href={loginPath(pathname)} className="link">
        Log in again
      </PageLink>
    </>
  )
}

/** The request may have arrived, and only its answer been lost. */
const unanswered =
  'There was no connection, or it broke before an answer came back. What you entered is still here. Check your connection, then send it again.'

const otherAccount = (loggedInAs: string | null | undefined) =>
  `Nothing was changed. You are logged in as ${loggedInAs ?? 'another account'} now, and this page was loaded for another account or before an update. Load the page again to go on.`
