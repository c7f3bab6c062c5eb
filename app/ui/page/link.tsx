'use client'

import NextLink from 'next/link'
import type { ReactNode } from 'react'

interface Props {
  href: string
  className?: string | undefined
  /** Whether it links to the current page, or to a section that contains it. */
  current?: 'page' | 'part' | false
  children: ReactNode
}

/**
 * Never prefetched: every page is rendered per request (because of the CSP's nonce), so a prefetch would check and render a page
 * for nothing. A prefetched private page would also stay in the browser's memory after its session has ended.
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

/** Reloads the current address with its query, from which the middleware may have rewritten. Works without JavaScript. */
export function ReloadLink({ className, children }: { className: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/useValidAnchor: an empty address is that of the document (RFC 3986, section 4.4).
    <a href="" className={className}>
      {children}
    </a>
  )
}
