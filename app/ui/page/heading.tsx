import type { ReactNode } from 'react'

/** The heading of every page but the home page, which has its title. */
export function PageHeading({ children }: { children: ReactNode }) {
  return <h1 className="text-4xl font-semibold wrap-anywhere sm:text-5xl">{children}</h1>
}
