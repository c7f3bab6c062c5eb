import { Drawing } from '@/app/ui/models/drawing'
import type { Drawn } from '@/app/ui/models/model'
import art from '@/app/ui/models/signed/drawing.svg'

/** Anyone can read it, and verify by the signature that it was not changed. */
export function SignedDrawing({ user, role, exp }: Drawn) {
  return (
    <Drawing
      label={`An open letter that anyone can read, sub ${user}, roles ${role}, exp ${exp}, with a signature below.`}
      art={art.src}
    >
      <g className="fill-ink" fontSize="12">
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
    </Drawing>
  )
}
