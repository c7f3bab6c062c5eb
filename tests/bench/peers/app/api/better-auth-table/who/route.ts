import { answerWho } from '@/lib/account'
import { withTable } from '@/lib/better-auth'

export async function GET({ headers }: Request): Promise<Response> {
  const session = await withTable.api.getSession({ headers })
  return answerWho(session?.user)
}
