import type { ReactNode } from 'react'

interface Props {
  /** What is drawn, for a reader who does not see it. */
  label: string
  /** The address of a picture whose element `art` is drawn below the values. */
  art: string
  /** The values of a session, as SVG texts. */
  children?: ReactNode
}

/**
 * A file that the browser caches, instead of paths in each answer. By `use`, not `img`: colours and font are those of the page, in
 * both colour schemes.
 */
export function Drawing({ label, art, children }: Props) {
  return (
    <svg viewBox="0 0 320 150" className="w-full font-mono" role="img" aria-label={label}>
      <use href={`${art}#art`} />
      {children}
    </svg>
  )
}
