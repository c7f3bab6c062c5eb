'use client'

import { usePathname } from 'next/navigation'
import { type ReactNode, useEffect, useRef } from 'react'
import { type FormCall, hasSessionEnded } from '@/app/ui/form/call'
import { PageLink } from '@/app/ui/page/link'
import { loginPath } from '@/lib/routes'

interface Props {
  id?: string
  call: FormCall
  /** The action failed, or is unfinished: it must not look like a success. */
  isRefusal: boolean
  /** A sentence after a lost answer. The default says that the form can be sent again. */
  unanswered?: string
  /** The sentence for this form's own outcomes. */
  children?: ReactNode
}

/** The answer beside a form. Always rendered, so that a screen reader announces its text. */
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

/** The answers that all forms share, or this form's own. */
export function FormAnswer({ call, unanswered = sendAgain, children }: AnswerProps) {
  const { state, isPending, isUnanswered } = call
  const pathname = usePathname()
  // Empty while pending, so that a screen reader announces the same sentence a second time.
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

/** The request may have arrived, with only its answer lost. */
const noAnswer = 'There was no connection, or it was interrupted before the answer.'
const sendAgain = 'Your entries are still here. Check your connection, then send the form again.'

const otherAccount = (loggedInAs: string | null | undefined) =>
  `Nothing was changed. You are logged in as ${loggedInAs ?? 'another account'} now, and this page was loaded for another account or before an update. Please load the page again.`

interface SummaryProps {
  sentence: string
  /** Field name to sentence. Each sentence links to its field. */
  errors: Readonly<Record<string, string | undefined>>
  /** The answer that has these errors: a new answer takes the focus again. */
  answer: object
}

/** Without JavaScript an alert. With JavaScript also focused, so that the keyboard continues from here. */
export function ErrorSummary({ sentence, errors, answer }: SummaryProps) {
  const summary = useRef<HTMLDivElement>(null)

  // biome-ignore lint/correctness/useExhaustiveDependencies: a second answer takes the focus again.
  useEffect(() => summary.current?.focus(), [answer])

  return (
    <div ref={summary} role="alert" tabIndex={-1} className="border-l-4 border-alert bg-paper px-4 py-3">
      <p className="font-medium">{sentence}</p>
      <ul className="mt-1 empty:hidden">
        {Object.entries(errors).map(([name, error]) => (
          <li key={name}>
            <a href={`#${name}`} className="link">
              {error}
            </a>
          </li>
        ))}
      </ul>
    </div>
  )
}
