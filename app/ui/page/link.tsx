import NextLink from 'next/link'
import type { ReactNode } from 'react'

interface Props {
  href: string
  className?: string | undefined
  /** Leads to the page that is being looked at, or to what that is a part of. */
  current?: 'page' | 'part' | false
  children: ReactNode
}

/**
 * Never prefetched: every page is made per request (the CSP's nonce), so a prefetch renders a whole page, checks
 * included, to throw it away; and a private one would outlive its session in the browser's memory.
 */
export function PageLink({ href, className, current = false, children }: Props) {
  return (
    <NextLink
      href={href}
      prefetch={false}
      className={className}
      aria-current={current === 'part' ? 'true' : current || undefined}
    >
      {children}
    </NextLink>
  )
}
