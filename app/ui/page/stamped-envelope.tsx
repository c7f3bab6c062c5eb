/** Came back, or wants to be read. Decoration: what is written beside it says the same in plain words. */
export function StampedEnvelope({ stamp }: { stamp: string }) {
  return (
    <svg viewBox="0 0 256 160" className="w-full" aria-hidden="true">
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
  )
}
