import type { ReactNode } from 'react'

function Word({ children, mark }: { children: ReactNode; mark: ReactNode }) {
  return (
    <span className="relative pb-[0.3em]">
      {children}
      {mark}
    </span>
  )
}

const penStroke = (
  <svg
    viewBox="0 0 200 24"
    preserveAspectRatio="none"
    className="absolute bottom-0 left-0 h-[0.26em] w-full fill-none stroke-signed stroke-3 sm:stroke-5"
    aria-hidden="true"
  >
    <path strokeLinecap="round" vectorEffect="non-scaling-stroke" d="M3 13C40 5 96 3 120 8s-64 15-72 11 70-12 149-9" />
  </svg>
)

const ribbonAndWax = (
  <>
    <span className="absolute bottom-[0.12em] left-0 h-[0.06em] w-full bg-sealed" />
    <svg viewBox="0 0 40 40" className="absolute right-[0.5em] bottom-[-0.02em] size-[0.34em]" aria-hidden="true">
      <path
        className="fill-sealed"
        d="M20 2c5-3 10 0 12 4 6 0 8 5 7 10 3 4 2 9-2 12 0 6-5 9-10 8-4 4-10 4-13 0-5 1-10-2-10-8-4-3-5-8-2-12-1-5 2-10 7-10 2-4 7-6 11-4z"
      />
    </svg>
  </>
)

const doubleRule = (
  <span className="absolute bottom-[0.04em] left-0 h-[0.16em] w-full border-y-[0.05em] border-stored" />
)

/** Each word underlined the way its model works: a pen stroke, a ribbon under wax, the double rule of a ledger's total. */
export function Title() {
  return (
    <h1 className="flex flex-wrap gap-x-[0.3em] gap-y-3 text-4xl leading-none font-semibold tracking-tight sm:text-6xl lg:text-7xl">
      <Word mark={penStroke}>Signed,</Word> <Word mark={ribbonAndWax}>Sealed,</Word>{' '}
      <Word mark={doubleRule}>Stored</Word>
    </h1>
  )
}
