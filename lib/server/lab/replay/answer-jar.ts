import 'server-only'
import { jarLifetime } from '@/lib/lab/replay'
import { JarId, type Stolen } from '@/lib/lab/replay-lines'
import { currentlyPresented } from '@/lib/server/current-request'
import { forVisitor } from '@/lib/server/lab/lab-visitor'
import { dropJar, keepJar } from '@/lib/server/lab/replay/jar'
import { problem } from '@/lib/server/problem'
import { nowInSeconds } from '@/lib/time'

/** `POST /api/lab/jar`: steals what the request presents. Only cookies: a bearer token is in no browser to be stolen from. */
export function answerTheft(): Promise<Response> {
  return forVisitor(async ({ session }) => {
    const { cookies, authorization } = await currentlyPresented()
    if (authorization !== null) return problem('session_required')

    const jar = await keepJar(session.userId, cookies)
    const bytes = Object.entries(cookies).reduce((sum, [name, value]) => sum + name.length + value.length, 0)
    const stolen: Stolen = { jar, expiresAt: nowInSeconds() + jarLifetime, bytes }
    return Response.json(stolen)
  })
}

/** `DELETE /api/lab/jar?jar=...`: by its owner. */
export function answerDrop(query: URLSearchParams): Promise<Response> {
  return forVisitor(async ({ session }) => {
    const id = JarId.safeParse(query.get('jar'))
    const isDropped = id.success && (await dropJar(id.data, session.userId))
    return isDropped ? new Response(null, { status: 204 }) : problem('not_found')
  })
}
