import type { ReactNode } from 'react'

interface Props {
  id: string
  heading: string
  hint?: ReactNode
  children: ReactNode
}

export function InspectSection({ id, heading, hint, children }: Props) {
  return (
    <section aria-labelledby={id} className="border-t-2 border-model pt-4">
      <h2 id={id} className="text-3xl font-semibold">
        {heading}
      </h2>
      {hint && <p className="mt-2 max-w-2xl text-ink-soft">{hint}</p>}
      <div className="mt-5">{children}</div>
    </section>
  )
}
