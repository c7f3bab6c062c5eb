'use client'

import { usePathname } from 'next/navigation'
import type { ReactNode } from 'react'
import { type FormCall, hasSessionEnded } from '@/app/ui/form/call'
import { PageLink } from '@/app/ui/page/link'
import { loginPath } from '@/lib/routes'

interface Props {
  id?: string
  call: FormCall
  /** What was asked for did not happen, or not wholly: that must not look like the opposite. */
  isRefusal: boolean
  /** What follows from a lost answer, where that is not that the form can be sent again as it is. */
  unanswered?: string
  /** What this form has to say about its own outcomes. */
  children?: ReactNode
}

/** What became of a form, beside it; there from the beginning, so that it is read out when it has something to say. */
export function FormReport({ id, call, isRefusal, unanswered, children }: Props) {
  const isAlert = isRefusal || call.isUnanswered

  return (
    <p id={id} role="status" className={`max-w-md text-sm font-medium empty:sr-only ${isAlert ? 'text-alert' : ''}`}>
      <FormAnswer call={call} unanswered={unanswered}>
        {children}
      </FormAnswer>
    </p>
  )
}

interface AnswerProps extends Pick<Props, 'call' | 'children'> {
  unanswered?: string | undefined
}

/** What any form may be answered, or what this one says. */
export function FormAnswer({ call, unanswered = sendAgain, children }: AnswerProps) {
  const { state, isPending, isUnanswered } = call
  const pathname = usePathname()
  // Empty meanwhile, so that the same sentence is read out again when it comes again.
  if (isUnanswered) return isPending ? null : `${noAnswer} ${unanswered}`
  if (state.outcome === 'other_account') return otherAccount(state.loggedInAs)
  if (!hasSessionEnded(state)) return children

  return (
    <>
      {children}{' '}
      <PageLink href={loginPath(pathname)} className="link whitespace-nowrap">
        Log in again
      </PageLink>
    </>
  )
}

/** The request may have arrived, and only its answer been lost. */
const noAnswer = 'There was no connection, or it broke before an answer came back.'
const sendAgain = 'What you entered is still here. Check your connection, then send it again.'

const otherAccount = (loggedInAs: string | null | undefined) =>
  `Nothing was changed. You are logged in as ${loggedInAs ?? 'another account'} now, and this page was loaded for another account or before an update. Load the page again to go on.`
