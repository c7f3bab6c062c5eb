import type { ReactNode } from 'react'

interface Props {
  /** What a post office would stamp on it. Decoration: the heading says the same in plain words. */
  stamp: string
  heading: string
  children: ReactNode
}

/** One page-sized message: an envelope that came back, and what to do now. */
export function Notice({ stamp, heading, children }: Props) {
  return (
    <div className="grid max-w-3xl items-start gap-8 md:grid-cols-[16rem_1fr]">
      <svg viewBox="0 0 256 160" className="w-full max-w-64" aria-hidden="true">
        <path className="fill-sheet stroke-ink" strokeWidth="1.5" d="M2 2h252v156H2z" />
        <path className="fill-none stroke-ink" strokeWidth="1.5" d="M214 14h28v34h-28z" />
        <path
          className="stroke-field"
          strokeWidth="1.5"
          d="M18 26h70M18 40h48M196 24c6-4 10 4 16 0s10 4 16 0M196 34c6-4 10 4 16 0s10 4 16 0"
          fill="none"
        />
        <g transform="rotate(-7 128 96)" className="fill-none stroke-alert" strokeWidth="2.5">
          <path d="M28 74h200v44H28z" />
          <text x="128" y="102" textAnchor="middle" stroke="none" fontSize="17" className="fill-alert font-mono">
            {stamp}
          </text>
        </g>
      </svg>
      <div>
        <h1 className="text-4xl font-semibold">{heading}</h1>
        <div className="mt-3 grid justify-items-start gap-5">{children}</div>
      </div>
    </div>
  )
}
