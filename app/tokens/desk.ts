import type { Word } from '@/app/tokens/ask'
import type { Call } from '@/app/tokens/call-resource'
import type { Resource } from '@/app/tokens/resources'
import type { DecodedToken } from '@/app/ui/decode-token'

export type DeskAct = 'get' | 'call' | 'takeBack'

export interface HeldToken extends DecodedToken {
  /** Null: our own API. */
  audience: string | null
  /** The token itself. Nothing shows it, and nothing stores it. */
  raw: string
  /** Seconds, from `receivedAt` on. */
  expiresIn: number
  /** Milliseconds, by this browser's clock: it is only asked how much time has passed. */
  receivedAt: number
}

/** All that the page knows. It lives in memory alone, tokens included, and is gone with the tab. */
export interface Desk {
  tokens: readonly HeldToken[]
  calls: readonly Call[]
  isTakenBack: boolean
  busy: DeskAct | null
  words: Readonly<Record<DeskAct, Word>>
}

const silence: Word = { text: '' }

export const emptyDesk: Desk = {
  tokens: [],
  calls: [],
  isTakenBack: false,
  busy: null,
  words: { get: silence, call: silence, takeBack: silence },
}

/** What an act has changed, and what it has to say. */
export type Change = Partial<Pick<Desk, 'tokens' | 'calls' | 'isTakenBack'>> & { word: Word }

/** What each of the three steps gets. */
export interface StepProps {
  resources: readonly Resource[]
  desk: Desk
  perform: (act: DeskAct) => void
}
