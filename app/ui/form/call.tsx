'use client'

import { unstable_isUnrecognizedActionError } from 'next/navigation'
import { type ComponentProps, type RefObject, useActionState, useRef, useState } from 'react'
import { AccountField, useSetSince } from '@/app/ui/form/rendered-for'

/** What the state of every form has. Of `other_account`: who is logged in now, where that could be read. */
export interface FormState {
  outcome: string
  loggedInAs?: string | null
}

type Action<S> = (state: S, form: FormData) => Promise<S>

/** A form and what became of it. */
export interface FormCall<S extends FormState = FormState> {
  state: S
  send: (form: FormData) => void
  isPending: boolean
  /** No answer came back the last time: the network or a proxy, never a verdict of ours. */
  isUnanswered: boolean
  /** React resets a form after its action. Where nothing was done, everything stays as it was typed, passwords too. */
  keepsTyped: RefObject<boolean>
}

/**
 * `useActionState` for a network that fails: without an answer the form stays, says so and can be sent again, where React
 * would replace the page by its error boundary.
 * @param permalink where the form goes without JavaScript
 */
export function useFormCall<S extends FormState>(
  action: Action<Awaited<S>>,
  idle: Awaited<S>,
  permalink?: string,
): FormCall<Awaited<S>> {
  const [isUnanswered, setUnanswered] = useState(false)
  const keepsTyped = useRef(false)
  const setSince = useSetSince()

  async function call(before: Awaited<S>, form: FormData): Promise<Awaited<S>> {
    const answer = await action(before, form).catch(unlessUnanswered)
    keepsTyped.current = answer === null || answer.outcome === 'other_account' || answer.outcome === 'ended'
    setUnanswered(answer === null)
    if (answer) setSince(sinceOf(answer))
    return answer ?? before
  }

  // The server's markup needs the action itself, for browsers without JavaScript.
  const [state, send, isPending] = useActionState(typeof window === 'undefined' ? action : call, idle, permalink)

  return { state, send, isPending, isUnanswered, keepsTyped }
}

/** An error that comes from our server has a digest, and so has a redirect. @throws {unknown} what is no failure of the network */
function unlessUnanswered(error: unknown): null {
  const isOurs = error instanceof Error && 'digest' in error
  if (isOurs || unstable_isUnrecognizedActionError(error)) throw error
  return null
}

function sinceOf(answer: FormState): 'same' | 'ended' | 'other' {
  if (answer.outcome === 'other_account') return 'other'
  return hasSessionEnded(answer) ? 'ended' : 'same'
}

/** `logged_out`: what was asked for is done, and has ended this session too. */
export const hasSessionEnded = ({ outcome }: FormState) => outcome === 'ended' || outcome === 'logged_out'

interface ActionFormProps extends Omit<ComponentProps<'form'>, 'action' | 'onReset'> {
  call: FormCall
}

/** Every form that calls an action: bound to the account that the page was rendered for. */
export function ActionForm({ call: { send, keepsTyped }, children, ...attributes }: ActionFormProps) {
  return (
    <form
      {...attributes}
      action={send}
      onReset={(event) => {
        if (keepsTyped.current) event.preventDefault()
      }}
    >
      <AccountField />
      {children}
    </form>
  )
}
