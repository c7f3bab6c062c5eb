import type { ReactNode } from 'react'

interface Props {
  /** Names the region: what the table is about. */
  name: string
  className?: string
  children: ReactNode
}

/**
 * For a table that may be wider than its place: a named region that the keyboard can reach and scroll. A shadow marks each
 * side on which the table continues.
 */
export function ScrollTable({ name, className = '', children }: Props) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard must reach a region that scrolls.
    <section aria-label={name} tabIndex={0} className={`scroll-shadow overflow-x-auto ${className}`}>
      {children}
    </section>
  )
}
