import type { Act, Acted, Attempt, Line, Player, Rotated, Subject } from '@/lib/lab/shared/replay'

/** The run so far, as the server has reported it. */
export interface Recording {
  /** null before the first line. */
  act: Act | null
  players: readonly Player[]
  /** Milliseconds. */
  length: number
  maxAge: number
  attempts: readonly Attempt[]
  acted: Partial<Record<Subject, Acted>>
  /** The time of each step of a key rotation; empty without one. */
  rotation: readonly Rotated[]
  /** Skipped ticks, over all time lines. */
  skipped: number
  isOver: boolean
}

export const emptyRecording: Recording = {
  act: null,
  players: [],
  length: 0,
  maxAge: 0,
  attempts: [],
  acted: {},
  rotation: [],
  skipped: 0,
  isOver: false,
}

/** Whether the session of this browser has ended: alone, or with all sessions of the account. */
export function endsOwnSession({ act, acted }: Recording): boolean {
  const outcome = acted.own?.outcome ?? (isOfAll(act) ? acted.stored?.outcome : undefined)
  return outcome === 'ended' || outcome === 'unfinished'
}

const isOfAll = (act: Act | null) => act === 'everywhere' || act === 'password'

export function record(recording: Recording, lines: readonly Line[]): Recording {
  const attempts = lines.filter((line) => line.kind === 'attempt')
  const others = lines.filter((line) => line.kind !== 'attempt')
  return others.reduce(recordOne, { ...recording, attempts: [...recording.attempts, ...attempts] })
}

function recordOne(recording: Recording, line: Exclude<Line, Attempt>): Recording {
  switch (line.kind) {
    case 'begun':
      return { ...recording, act: line.act, players: line.players, length: line.seconds * 1000, maxAge: line.maxAge }
    case 'acted':
      return { ...recording, acted: { ...recording.acted, [line.subject]: line } }
    case 'rotated':
      return { ...recording, rotation: [...recording.rotation, line] }
    case 'skipped':
      return { ...recording, skipped: recording.skipped + line.ticks * line.layers.length }
    case 'over':
      return { ...recording, isOver: true }
  }
}
