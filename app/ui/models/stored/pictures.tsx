import type { Drawn } from '@/app/ui/models/model'

/** The visitor holds a ticket; what it stands for stays in the drawer. */
export function StoredDrawing({ sid, user, role, visits }: Drawn) {
  return (
    <svg viewBox="0 0 320 150" className="w-full" role="img" aria-labelledby="stored-drawing">
      <title id="stored-drawing">
        {`A numbered ticket, and the index card it stands for: user ${user}, role ${role}, visits ${visits}.`}
      </title>
      <path className="fill-none stroke-rule" strokeWidth="1.5" d="M138 2h176v146H138z" />
      <path className="fill-sheet stroke-rule" strokeWidth="1.5" d="M150 10h152v50H150z" />
      <path
        className="fill-sheet stroke-ink"
        strokeWidth="1.5"
        strokeLinejoin="round"
        d="M150 40v-14h58l8 14h86v100H150z"
      />
      <path className="fill-model" d="M150 62h152v2.5H150z" />
      <path className="stroke-rule" strokeWidth="1" d="M150 84h152M150 104h152M150 124h152" />
      <g className="fill-ink font-mono" fontSize="11">
        <text x="160" y="56" className="fill-model">
          {`sid ${sid}`}
        </text>
        <text x="160" y="80">
          {`user ${user}`}
        </text>
        <text x="160" y="100">
          {`role ${role}`}
        </text>
        <text x="160" y="120">
          {`visits ${visits}`}
        </text>
      </g>
      <path className="fill-none stroke-model" strokeWidth="1.5" strokeDasharray="3 4" d="M100 96c22 0 26-42 50-44" />
      <path
        className="fill-model-wash stroke-ink"
        strokeWidth="1.5"
        strokeLinejoin="round"
        d="M6 78l12-12h82v52H18L6 106z"
      />
      <circle className="fill-sheet stroke-ink" strokeWidth="1.5" cx="21" cy="92" r="4" />
      <g className="fill-ink font-mono" fontSize="11">
        <text x="34" y="88">
          {`sid ${sid}`}
        </text>
        <text x="34" y="106">
          secret ••
        </text>
      </g>
    </svg>
  )
}

export function StoredMark() {
  return (
    <>
      <path className="stroke-model fill-none" strokeWidth="1.8" d="M2 3.5h16v13H2z" />
      <path className="stroke-model" strokeWidth="1.8" d="M2 7.7h16M5.2 10.8h9.6M5.2 13.6h6" />
    </>
  )
}
