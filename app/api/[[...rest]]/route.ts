import { problem } from '@/lib/server/http/problem'

/** Unknown addresses below /api: a problem document, because the CSP of the API would block everything on an HTML page. */
const answerNothing = () => problem('not_found', { 'Cache-Control': 'no-store' })

export const GET = answerNothing
export const POST = answerNothing
export const PUT = answerNothing
export const PATCH = answerNothing
export const DELETE = answerNothing
/** Without it, Next would answer a preflight as if the address existed. */
export const OPTIONS = answerNothing
