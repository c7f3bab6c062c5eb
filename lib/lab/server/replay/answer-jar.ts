import 'server-only'
import { forVisitor } from '@/lib/lab/server/lab-visitor'
import { dropJar, keepJar } from '@/lib/lab/server/replay/jar'
import { jarLifetime } from '@/lib/lab/shared/replay'
import { JarId, type Stolen } from '@/lib/lab/shared/replay-lines'
import { currentlyPresented } from '@/lib/server/guards/current'
import { problem } from '@/lib/server/http/problem'
import { type CookieName, cookieNames } from '@/lib/session/cookies'
import { modelInJar, type OpenedCredential } from '@/lib/session/open'
import type { Presented } from '@/lib/session/presented'
import { nowInSeconds } from '@/lib/time'

/** `POST /api/lab/jar`: copies the credential of the request, as an attacker would. A browser stores no bearer token. */
export function answerTheft(): Promise<Response> {
  return forVisitor(async ({ session, credential }) => {
    const cookies = cookiesOf(credential, (await currentlyPresented()).cookies)

    const jar = await keepJar(session.userId, cookies)
    const bytes = Object.entries(cookies).reduce((sum, [name, value]) => sum + name.length + value.length, 0)
    const stolen: Stolen = { jar, expiresAt: nowInSeconds() + jarLifetime, bytes }
    return Response.json(stolen)
  })
}

/** Stores only cookies that opened and belong to the reader. */
function cookiesOf(credential: OpenedCredential, presented: Presented['cookies']): Presented['cookies'] {
  const own = only(presented, cookieNames[modelInJar(credential)])
  if (credential.model !== 'signed') return own
  return { ...(credential.access && own), ...only(presented, cookieNames.refresh) }
}

function only(presented: Presented['cookies'], name: CookieName): Presented['cookies'] {
  const value = presented[name]
  return value === undefined ? {} : { [name]: value }
}

/** `DELETE /api/lab/jar?jar=...`: by its owner. */
export function answerDrop(query: URLSearchParams): Promise<Response> {
  return forVisitor(async ({ session }) => {
    const id = JarId.safeParse(query.get('jar'))
    const isDropped = id.success && (await dropJar(id.data, session.userId))
    return isDropped ? new Response(null, { status: 204 }) : problem('not_found')
  })
}
