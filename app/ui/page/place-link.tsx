'use client'

import { usePathname } from 'next/navigation'
import type { ReactNode } from 'react'
import { PageLink } from '@/app/ui/page/link'

/** A link of a navigation. It marks the current page, and the section that contains it. */
export function PlaceLink({ href, children }: { href: string; children: ReactNode }) {
  const pathname = usePathname()
  const current = pathname === href ? 'page' : pathname.startsWith(`${href}/`) && 'part'

  return (
    <PageLink href={href} current={current} className="link place">
      {children}
    </PageLink>
  )
}
