import 'server-only'
import { describeCaller } from '@/lib/server/describe-caller'
import type { Session } from '@/lib/session/session'

/** `GET /api/me`. @throws {UnavailableError} */
export async function answerMe(session: Session): Promise<Response | 'revoked'> {
  const caller = await describeCaller(session)
  return caller ? Response.json(caller) : 'revoked'
}
