// feature: second-factor (this file)
'use client'

import { type MouseEvent, type ReactNode, useState } from 'react'
import type { FormCall, FormState } from '@/app/ui/form/call'
import { FormReport } from '@/app/ui/form/report'
import { tryAgainIn } from '@/app/ui/in-words'
import { askForPasskey, type PasskeyAnswer, useKnowsPasskeys } from '@/app/ui/passkeys/ask-passkey'

/** Why this page has no answer of a passkey to send. */
export type PasskeyProblem = Exclude<PasskeyAnswer['outcome'], 'answered' | 'aborted'>

export const passkeyProblems: Readonly<Record<PasskeyProblem, string>> = {
  cancelled: 'No passkey was used. You can try again.',
  registered: 'This device has a passkey of your account already.',
  unanswered: 'There was no connection. Check it, then try again.',
  impossible: 'This browser cannot use a passkey at this address.',
}

interface Props {
  /** @param form around the button */
  onAnswer: (json: string, form: HTMLFormElement | null) => void
  isPending: boolean
  onAsking?: (isAsking: boolean) => void
  children: ReactNode
}

/** Passkeys need JavaScript: the place is there before the button, so that nothing below moves, and is not there without. */
export function PasskeyButton({ onAnswer, isPending, onAsking, children }: Props) {
  const knowsPasskeys = useKnowsPasskeys()
  const [isAsking, setAsking] = useState(false)
  const [problem, setProblem] = useState<PasskeyProblem | null>(null)
  const isBusy = isAsking || isPending

  const follow = (asks: boolean) => {
    setAsking(asks)
    onAsking?.(asks)
  }

  async function ask({ currentTarget: { form } }: MouseEvent<HTMLButtonElement>): Promise<void> {
    if (isBusy) return
    setProblem(null)
    follow(true)
    const answer = await askForPasskey()
    follow(false)
    if (answer.outcome === 'answered') return onAnswer(answer.json, form)
    setProblem(answer.outcome === 'aborted' ? null : answer.outcome)
  }

  if (!knowsPasskeys) return <div className="min-h-11 noscript:hidden" />

  return (
    <div className="grid justify-items-start gap-2">
      <button type="button" aria-disabled={isBusy} onClick={ask} className="button button-quiet">
        {children}
      </button>
      <p role="status" className="max-w-md text-sm font-medium text-alert empty:sr-only">
        {problem && !isBusy && passkeyProblems[problem]}
      </p>
    </div>
  )
}

/** The answers that both logins with a passkey have. */
export const passkeyRefusals = {
  idle: '',
  too_many: 'Too many passkeys were refused.',
  unavailable: 'We cannot log you in just now. Please try again in a moment.',
} as const

interface LoginProps<S extends FormState> extends Pick<Props, 'onAnswer' | 'onAsking'> {
  call: FormCall<S & { retryAfter?: number }>
  sentences: Readonly<Record<S['outcome'], string>>
}

/** Logs in with a passkey, and shows why it was refused. */
export function PasskeyLoginButton<S extends FormState>({ call, sentences, ...asking }: LoginProps<S>) {
  const { outcome, retryAfter }: { outcome: S['outcome']; retryAfter?: number } = call.state

  return (
    <>
      <PasskeyButton {...asking} isPending={call.isPending}>
        Use a passkey
      </PasskeyButton>
      <FormReport call={call} isRefusal>
        {retryAfter ? `${sentences[outcome]} ${tryAgainIn(retryAfter)}` : sentences[outcome]}
      </FormReport>
    </>
  )
}
