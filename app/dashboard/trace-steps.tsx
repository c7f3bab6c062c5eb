// feature: trace (this file)
'use client'

import type { ReactNode } from 'react'

interface DrawnStep {
  name: string
  /** In words. */
  time: string
  /** The share of the longest step of the request. */
  percent: number
}

interface Props {
  steps: readonly (DrawnStep & { inside?: readonly DrawnStep[] })[]
  verdict: string
}

/** A client component, so that an answer has the times twice, but not the markup of each step. */
export function TraceSteps({ steps, verdict }: Props) {
  return (
    <>
      <ol className="trace">
        {steps.map(({ inside, ...step }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a finished request's steps never move, and a name may come twice.
          <Line key={index} {...step}>
            {inside && (
              <ol aria-label={`inside ${step.name}`}>
                {inside.map((inner, place) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: as above.
                  <Line key={place} {...inner} />
                ))}
              </ol>
            )}
          </Line>
        ))}
      </ol>
      <p className="mt-4">
        <span className="stamp bg-ink text-paper">{verdict}</span>
      </p>
    </>
  )
}

function Line({ name, time, percent, children }: DrawnStep & { children?: ReactNode }) {
  return (
    <li>
      <span>{name}</span>
      <svg aria-hidden="true">
        <rect width={`${percent}%`} height="6" />
      </svg>
      <span>{time}</span>
      {children}
    </li>
  )
}
