'use client'

/** In a client component, so that the flight data of the page does not repeat what its HTML has drawn. Repeats the number beside it. */
export function FigureBar({ width }: { width: number }) {
  return (
    <svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
      <rect width={width} height="4" />
    </svg>
  )
}
