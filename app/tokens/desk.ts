import type { Call } from '@/app/tokens/call-resource'
import type { HeldToken } from '@/app/tokens/get-tokens'
import type { Resource } from '@/app/tokens/resources'

export type Act = 'get' | 'call' | 'takeBack'

/** What became of an act, for the eye and for a screen reader. */
export interface Word {
  text: string
  isAlert?: boolean
  /** Whether nothing goes on without a new login. */
  mustLogIn?: boolean
  /** Whether another account is logged in now than the one that the page was rendered for. */
  isOfAnother?: boolean
}

/** All that the page knows. It lives in memory alone, tokens included, and is gone with the tab. */
export interface Desk {
  tokens: readonly HeldToken[]
  calls: readonly Call[]
  isTakenBack: boolean
  busy: Act | null
  words: Readonly<Record<Act, Word>>
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
  perform: (act: Act) => void
}
