import type { Word } from '@/app/tokens/ask'
import type { Call } from '@/app/tokens/call-resource'
import type { Resource } from '@/app/tokens/resources'
import type { DecodedToken } from '@/app/ui/decode-token'

export type DeskAct = 'get' | 'call' | 'takeBack'

export interface HeldToken extends DecodedToken {
  /** null: our own API. */
  audience: string | null
  /** The token itself. The page neither shows nor stores it. */
  raw: string
  /** Seconds, from `receivedAt` on. */
  expiresIn: number
  /** Milliseconds, by this browser's clock, which only measures the time since then. */
  receivedAt: number
}

/** The state of the page, tokens included. It exists in memory only, until the tab is closed. */
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

/** What an act has changed, and its result as text. */
export type Change = Partial<Pick<Desk, 'tokens' | 'calls' | 'isTakenBack'>> & { word: Word }

/** The props of each of the three steps. */
export interface StepProps {
  resources: readonly Resource[]
  desk: Desk
  perform: (act: DeskAct) => void
}
