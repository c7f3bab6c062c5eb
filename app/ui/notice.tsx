import type { ReactNode } from 'react'
import { StampedEnvelope } from '@/app/ui/drawings/stamped-envelope'
import { PageHeading } from '@/app/ui/page-heading'

interface Props {
  /** What a post office would stamp on it. Decoration: the heading says the same in plain words. */
  stamp: string
  heading: string
  children: ReactNode
}

/** One page-sized message: an envelope that came back, and what to do now. */
export function Notice({ stamp, heading, children }: Props) {
  return (
    <div className="grid max-w-3xl items-start gap-5 md:gap-8 md:grid-cols-[16rem_1fr]">
      <div className="w-full max-w-40 md:max-w-64">
        <StampedEnvelope stamp={stamp} />
      </div>
      <div>
        <PageHeading>{heading}</PageHeading>
        <div className="mt-3 grid justify-items-start gap-5">{children}</div>
      </div>
    </div>
  )
}
