import type { ReactNode } from 'react'

interface Props {
  /** Also the fragment to which a form without JavaScript returns with its answer. */
  id: string
  heading: string
  hint: string
  children: ReactNode
}

export function Section({ id, heading, hint, children }: Props) {
  return (
    <section id={id} aria-labelledby={`${id}-heading`} className="grid scroll-mt-6 gap-5 md:grid-cols-[18rem_1fr]">
      <div>
        <h2 id={`${id}-heading`} className="text-3xl font-semibold">
          {heading}
        </h2>
        <p className="mt-2 text-ink-soft">{hint}</p>
      </div>
      {children}
    </section>
  )
}
