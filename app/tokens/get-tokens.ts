import { ask, type Reply } from '@/app/tokens/ask'
import type { Change, Word } from '@/app/tokens/desk'
import { numberOf, textOf } from '@/app/tokens/field-of'
import { whyNot } from '@/app/tokens/why-not'
import { type DecodedToken, decodeToken } from '@/app/ui/decode-token'
import { routes } from '@/lib/routes'

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

/**
 * A token is for one service, so each gets one of its own. A new one begins the comparison anew.
 * @param userId of the account that the page was rendered for: tokens of another one are not kept, and so not taken back
 */
export async function getTokens(audiences: readonly (string | null)[], userId: string): Promise<Change> {
  const replies = await Promise.all(audiences.map(askForToken))
  const tokens = replies.map((reply, index) => toToken(reply, audiences[index] ?? null))
  const held = tokens.filter((token) => token !== null)
  const first = held[0]
  if (!first || held.length < tokens.length) {
    return { word: whyNot(replies.find((_, index) => !tokens[index]) ?? null) }
  }

  if (held.some(({ claims }) => textOf(claims, 'sub') !== userId)) return { word: ofAnother }

  const number = held.length === 1 ? 'One token' : 'Two tokens, one for each service'
  return {
    tokens: held,
    calls: [],
    isTakenBack: false,
    word: { text: `${number}, good for ${first.expiresIn} seconds.` },
  }
}

const ofAnother: Word = {
  text: 'You are logged in with another account now. Load the page again to get tokens of that one.',
  isAlert: true,
  isOfAnother: true,
}

function askForToken(audience: string | null): Promise<Reply | null> {
  return ask(routes.token, { method: 'POST', body: new URLSearchParams(audience === null ? {} : { audience }) })
}

function toToken(reply: Reply | null, audience: string | null): HeldToken | null {
  const raw = textOf(reply?.body, 'access_token')
  const expiresIn = numberOf(reply?.body, 'expires_in')
  const decoded = raw === null ? null : decodeToken(raw)
  if (reply?.status !== 200 || raw === null || expiresIn === null || !decoded) return null

  return { ...decoded, audience, raw, expiresIn, receivedAt: Date.now() }
}

export const hasExpired = ({ receivedAt, expiresIn }: HeldToken) => Date.now() >= receivedAt + expiresIn * 1000
