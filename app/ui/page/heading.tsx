import type { ReactNode } from 'react'

/** The one heading of a page, as large on each; the first page has its title instead. */
export function PageHeading({ children }: { children: ReactNode }) {
  return <h1 className="text-4xl font-semibold wrap-anywhere sm:text-5xl">{children}</h1>
}
