'use client'

import { usePathname } from 'next/navigation'
import type { ReactNode } from 'react'
import { PageLink } from '@/app/ui/page/link'

/** A link of the main navigation: knows whether it leads to where the visitor is, or to what that is a part of. */
export function PlaceLink({ href, children }: { href: string; children: ReactNode }) {
  const pathname = usePathname()
  const current = pathname === href ? 'page' : pathname.startsWith(`${href}/`) && 'part'
  const look = current ? 'font-semibold decoration-ink decoration-2' : ''

  return (
    <PageLink href={href} current={current} className={`link flex min-h-11 w-fit items-center ${look}`}>
      {children}
    </PageLink>
  )
}
