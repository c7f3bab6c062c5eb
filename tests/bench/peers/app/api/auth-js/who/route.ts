import { answerWho } from '@/lib/account'
import { auth } from '@/lib/auth-js'

export async function GET(): Promise<Response> {
  const session = await auth()
  return answerWho(session?.user)
}
