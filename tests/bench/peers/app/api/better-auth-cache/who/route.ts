import { answerWho } from '@/lib/account'
import { withCache } from '@/lib/better-auth'

export async function GET({ headers }: Request): Promise<Response> {
  const session = await withCache.api.getSession({ headers })
  return answerWho(session?.user)
}
