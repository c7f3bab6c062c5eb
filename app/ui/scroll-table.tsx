import type { ReactNode } from 'react'

interface Props {
  /** Names the region: what the table is about. */
  name: string
  className?: string
  children: ReactNode
}

/**
 * Where a table may be wider than its place: a named region that the keyboard reaches and scrolls. A shadow stands at each
 * side on which more follows, and none where the table fits.
 */
export function ScrollTable({ name, className = '', children }: Props) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard must reach a region that scrolls.
    <section aria-label={name} tabIndex={0} className={`scroll-shadow overflow-x-auto ${className}`}>
      {children}
    </section>
  )
}
