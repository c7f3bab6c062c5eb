import type { Drawn } from '@/app/ui/models/model'

/** Anyone may read it, and tell by the signature that nobody changed it. */
export function SignedDrawing({ user, role, exp }: Drawn) {
  return (
    <svg viewBox="0 0 320 150" className="w-full" role="img" aria-labelledby="signed-drawing">
      <title id="signed-drawing">
        {`An open letter that anyone can read, sub ${user}, roles ${role}, exp ${exp}, with a signature below.`}
      </title>
      <path
        className="fill-model-wash stroke-ink"
        strokeWidth="1.5"
        strokeLinejoin="round"
        d="M78 6h140l30 30v108H78z"
      />
      <path className="fill-sheet stroke-ink" strokeWidth="1.5" strokeLinejoin="round" d="M218 6v30h30z" />
      <g className="fill-ink font-mono" fontSize="12">
        <text x="94" y="36">
          {`sub ${user}`}
        </text>
        <text x="94" y="56">
          {`roles ${role}`}
        </text>
        <text x="94" y="76">
          {`exp ${exp}`}
        </text>
      </g>
      <path
        className="fill-none stroke-model"
        strokeWidth="2.5"
        strokeLinecap="round"
        strokeLinejoin="round"
        d="M104 124c12-5 26-32 19-38-7-5-14 24-9 37 4 9 11-2 15-10 1 6 3 13 7 11 5-1 6-10 10-11 4 0 3 10 8 10 6 0 8-16 15-29 4-7 9-3 4 6-7 12-13 20-9 24 5 4 12-9 17-11 4-1 1 9 7 9 8 0 13-6 44-12"
      />
      <path className="stroke-ink" strokeWidth="1" d="M94 132h138" />
    </svg>
  )
}

export function SignedMark() {
  return (
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
  )
}
