import { ask } from '@/app/tokens/ask'
import type { Change, Desk, Word } from '@/app/tokens/desk'
import { hasExpired } from '@/app/tokens/get-tokens'
import { whyNot } from '@/app/tokens/why-not'
import { routes } from '@/lib/routes'

/** Revokes the session by one of its tokens (RFC 7009): the others end with it, and so does the cookie. */
export async function takeBack({ tokens }: Desk): Promise<Change> {
  const [token] = tokens
  if (!token) return { word: { text: 'There is no token yet: get one first.', isAlert: true } }
  // The answer would be 200 all the same (RFC 7009, section 2.2), and nothing would have ended.
  if (hasExpired(token)) {
    return { word: { text: 'Your token has expired, and takes nothing back any more. Get another.', isAlert: true } }
  }
  const reply = await ask(routes.revokeToken, { method: 'POST', body: new URLSearchParams({ token: token.raw }) })
  if (reply?.status !== 200) return { word: unconfirmed(whyNot(reply)) }

  return { isTakenBack: true, word: { text: 'Taken back: the session has ended, and you are logged out here.' } }
}

/** It may have ended all the same: Postgres comes first, and the answer last. */
const unconfirmed = (word: Word): Word => ({ ...word, text: `Not confirmed. ${word.text}` })
