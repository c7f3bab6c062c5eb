'use client'

import type { Model } from '@/lib/session/models'

/**
 * A shape per model, so that the colour is never the only sign: a blob of wax, a ruled card, a stroke of the pen. In a client
 * component, so that the flight data of a page does not repeat what its HTML has drawn.
 */
const marks = {
  sealed: (
    <>
      <path
        className="fill-model"
        d="M10 1.6c1.6-.8 2.9-.2 3.7 1.1 1.6-.2 2.8.6 3.1 2.2 1.5.6 2.1 1.9 1.6 3.4.9 1.3.7 2.7-.5 3.7.1 1.6-.8 2.7-2.4 3-.6 1.5-1.9 2.1-3.4 1.6-1.3.9-2.7.8-3.7-.4-1.6.2-2.7-.6-3.1-2.1-1.5-.5-2.2-1.7-1.8-3.3-1-1.2-1-2.6.1-3.8-.2-1.6.6-2.7 2.1-3.1.5-1.5 1.7-2.3 3.3-1.9z"
      />
      <circle className="stroke-on-model" cx="10" cy="9.8" r="3.6" fill="none" strokeWidth="1.3" />
    </>
  ),
  stored: (
    <>
      <path className="stroke-model fill-none" strokeWidth="1.8" d="M2 3.5h16v13H2z" />
      <path className="stroke-model" strokeWidth="1.8" d="M2 7.7h16M5.2 10.8h9.6M5.2 13.6h6" />
    </>
  ),
  signed: (
    <>
      <path
        className="stroke-model fill-none"
        strokeWidth="1.9"
        strokeLinecap="round"
        strokeLinejoin="round"
        d="M2.5 11.8c2.6-1 5.6-6.7 4.2-8.3-1.5-1.2-3 5.1-1.9 8.2.8 2 2.4-.4 3.3-2.2.2 1.3.5 2.8 1.5 2.5 1-.2 1.4-2.1 2.2-2.3.9 0 .7 2.1 1.8 2.2 1 .1 2.3-.7 3.9-2"
      />
      <path className="stroke-model" strokeWidth="1.3" d="M2 16.5h16" />
    </>
  ),
} as const

interface Props {
  model: Model
  className?: string
}

export function ModelMark({ model, className = 'size-5' }: Props) {
  return (
    <svg data-model={model} className={`shrink-0 ${className}`} viewBox="0 0 20 20" aria-hidden="true">
      {marks[model]}
    </svg>
  )
}
