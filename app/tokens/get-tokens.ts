import { ask, numberOf, type Reply, textOf, type Word, whyNot } from '@/app/tokens/ask'
import type { Change, HeldToken } from '@/app/tokens/desk'
import type { Resource } from '@/app/tokens/resources'
import { decodeToken } from '@/app/ui/decode-token'
import { listOf, plural } from '@/app/ui/in-words'
import { routes } from '@/lib/routes'

/**
 * Gets one token for each audience, which may be several services. New tokens clear the calls made so far.
 * @param userId of the account that the page was rendered for: tokens of another account are dropped, so that the page cannot revoke its session
 */
export async function getTokens(resources: readonly Resource[], userId: string): Promise<Change> {
  const audiences = [...new Set(resources.map(({ audience }) => audience))]
  const replies = await Promise.all(audiences.map(askForToken))
  const tokens = replies.map((reply, index) => toToken(reply, audiences[index] ?? null))
  const held = tokens.filter((token) => token !== null)
  const first = held[0]
  if (!first || held.length < tokens.length) {
    return { word: whyNot(replies.find((_, index) => !tokens[index]) ?? null) }
  }

  if (held.some(({ claims }) => textOf(claims, 'sub') !== userId)) return { word: ofAnother }

  return {
    tokens: held,
    calls: [],
    isTakenBack: false,
    word: { text: `${countGotTokens(resources, audiences)} Valid for ${first.expiresIn} seconds.` },
  }
}

const ofAnother: Word = {
  text: 'You are logged in with another account now. Load the page again to get tokens for it.',
  isAlert: true,
  isOfAnother: true,
}

/** "2 tokens for 3 services: 1 for Notes, 1 for Catalogue and Invoices." */
export function countGotTokens(resources: readonly Resource[], audiences: readonly (string | null)[]): string {
  const shares = audiences.map((audience) => {
    const names = resources.filter((resource) => resource.audience === audience).map(({ name }) => name)
    return `1 for ${listOf(names)}`
  })
  return `${plural(audiences.length, 'token')} for ${plural(resources.length, 'service')}: ${shares.join(', ')}.`
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
