'use client'

import type { ReactNode } from 'react'
import { useFormStatus } from 'react-dom'

interface Props {
  quiet?: boolean
  /** Ends or takes away what does not come back by pressing again. */
  danger?: boolean
  children: ReactNode
}

/** `aria-disabled` rather than `disabled`: the focus stays where it was while the answer is on its way. */
export function SubmitButton({ quiet = false, danger = false, children }: Props) {
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
