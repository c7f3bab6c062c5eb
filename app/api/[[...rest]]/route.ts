import { problem } from '@/lib/server/http/problem'

/** Whatever else is asked for below /api: in the API's own words, not as a page that the API's policy strips of everything. */
const answerNothing = () => problem('not_found', { 'Cache-Control': 'no-store' })

export const GET = answerNothing
export const POST = answerNothing
export const PUT = answerNothing
export const PATCH = answerNothing
export const DELETE = answerNothing
/** Without it, Next would answer a preflight as if there were something. */
export const OPTIONS = answerNothing
