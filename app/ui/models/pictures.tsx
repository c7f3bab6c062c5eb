'use client'

import type { ComponentType } from 'react'
import type { Drawn } from '@/app/ui/models/model'
import { SealedDrawing, SealedMark } from '@/app/ui/models/sealed/pictures' // model: sealed
import { SignedDrawing, SignedMark } from '@/app/ui/models/signed/pictures' // model: signed
import { StoredDrawing, StoredMark } from '@/app/ui/models/stored/pictures' // model: stored
import type { Model } from '@/lib/session/models'

interface Pictures {
  Drawing: ComponentType<Drawn>
  /** A shape, so that the colour is never the only sign: a blob of wax, a ruled card, a stroke of the pen. */
  Mark: ComponentType
}

/** In a client component, so that the flight data of a page does not repeat what its HTML has drawn. */
const pictures: Readonly<Record<Model, Pictures>> = {
  sealed: { Drawing: SealedDrawing, Mark: SealedMark }, // model: sealed
  stored: { Drawing: StoredDrawing, Mark: StoredMark }, // model: stored
  signed: { Drawing: SignedDrawing, Mark: SignedMark }, // model: signed
}

/** Of a session that nobody has. */
const example: Drawn = { sid: '7f3a', user: 'ada', role: 'member', visits: 3, exp: '14:05' }

interface DrawingProps {
  model: Model
  /** Beside a session that somebody has, what is true of it. */
  drawn?: Drawn
}

export function ModelDrawing({ model, drawn = example }: DrawingProps) {
  const { Drawing } = pictures[model]
  return <Drawing {...drawn} />
}

interface MarkProps {
  model: Model
  className?: string
}

export function ModelMark({ model, className = 'size-5' }: MarkProps) {
  const { Mark } = pictures[model]
  return (
    <svg data-model={model} className={`shrink-0 ${className}`} viewBox="0 0 20 20" aria-hidden="true">
      <Mark />
    </svg>
  )
}
