import type { ReactNode } from 'react'

interface Props {
  id?: string
  /** What was asked for did not happen, or not wholly: that must not look like the opposite. */
  isRefusal: boolean
  children: ReactNode
}

/** What became of a form, beside it; there from the beginning, so that it is read out when it has something to say. */
export function FormReport({ id, isRefusal, children }: Props) {
  return (
    <p id={id} role="status" className={`max-w-md text-sm font-medium empty:sr-only ${isRefusal ? 'text-alert' : ''}`}>
      {children}
    </p>
  )
}
