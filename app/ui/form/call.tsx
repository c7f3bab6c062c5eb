'use client'

import { unstable_isUnrecognizedActionError } from 'next/navigation'
import {
  type ComponentProps,
  type ReactNode,
  type RefObject,
  useActionState,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react'
import { useFormStatus } from 'react-dom'
import { AccountField, useSetSince } from '@/app/ui/form/rendered-for'

/** What the state of every form has. `loggedInAs`: with `other_account`, the account that is logged in now, if it could be read. */
export interface FormState {
  outcome: string
  loggedInAs?: string | null
}

type Action<S> = (state: S, form: FormData) => Promise<S>

/** A form, and the answer to it. */
export interface FormCall<S extends FormState = FormState> {
  state: S
  send: (form: FormData) => void
  isPending: boolean
  /** The last request got no answer: the network or a proxy failed. Our server did not refuse anything. */
  isUnanswered: boolean
  /** React resets a form after its action. This prevents it where the action did nothing, so that the user can send it again. */
  keepsTyped: RefObject<boolean>
}

/**
 * `useActionState` for a network that fails: without an answer, React would replace the page by its error boundary. With this
 * the form stays, reports the failure and can be sent again.
 * @param permalink address to which the form posts without JavaScript
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
    keepsTyped.current = answer === null || undone.includes(answer.outcome)
    setUnanswered(answer === null)
    if (answer) setSince(sinceOf(answer))
    return answer ?? before
  }

  // The server's markup needs the action itself, for browsers without JavaScript.
  const [state, send, isPending] = useActionState(typeof window === 'undefined' ? action : call, idle, permalink)

  return { state, send, isPending, isUnanswered, keepsTyped }
}

/** The action did not look at what was typed. */
const undone: readonly string[] = ['other_account', 'ended', 'busy']

/** An error of our server has a digest, and so has a redirect. @throws {unknown} every error that is no network failure */
function unlessUnanswered(error: unknown): null {
  const isOurs = error instanceof Error && 'digest' in error
  if (isOurs || unstable_isUnrecognizedActionError(error)) throw error
  return null
}

function sinceOf(answer: FormState): 'same' | 'ended' | 'other' {
  if (answer.outcome === 'other_account') return 'other'
  return hasSessionEnded(answer) ? 'ended' : 'same'
}

/** `logged_out`: the action succeeded, and has ended this session too. */
export const hasSessionEnded = ({ outcome }: FormState) => outcome === 'ended' || outcome === 'logged_out'

interface ActionFormProps extends Omit<ComponentProps<'form'>, 'action' | 'onReset'> {
  call: FormCall
}

/** Every form that calls an action uses it: it binds the form to the account that the page was rendered for. */
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

interface ButtonProps {
  quiet?: boolean
  /** For an act that pressing again does not undo. */
  danger?: boolean
  children: ReactNode
}

/** `aria-disabled` rather than `disabled`, so that the button keeps the focus while the action runs. */
export function SubmitButton({ quiet = false, danger = false, children }: ButtonProps) {
  const { pending } = useFormStatus()

  return (
    <button
      type="submit"
      aria-disabled={pending}
      onClick={(event) => pending && event.preventDefault()}
      className={`button ${quiet ? 'button-quiet' : ''} ${danger ? 'button-danger' : ''}`}
    >
      {children}
    </button>
  )
}

const nothingToWatch = () => () => undefined

/** False in the server's markup and while hydrating: a control that needs JavaScript is rendered only with JavaScript. */
export function useHasScript(): boolean {
  return useSyncExternalStore(
    nothingToWatch,
    () => true,
    () => false,
  )
}
