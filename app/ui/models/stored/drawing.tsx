import { Drawing } from '@/app/ui/models/drawing'
import type { Drawn } from '@/app/ui/models/model'
import art from '@/app/ui/models/stored/drawing.svg'

/** The visitor holds a ticket. The card that it refers to stays on the server. */
export function StoredDrawing({ sid, user, role, visits }: Drawn) {
  return (
    <Drawing
      label={`A numbered ticket, and the index card it stands for: user ${user}, role ${role}, visits ${visits}.`}
      art={art.src}
    >
      <g className="fill-ink" fontSize="11">
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
        <text x="34" y="88">
          {`sid ${sid}`}
        </text>
      </g>
    </Drawing>
  )
}
