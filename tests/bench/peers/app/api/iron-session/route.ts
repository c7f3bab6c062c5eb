import { account, answerWho, isPassword } from '@/lib/account'
import { ironSession } from '@/lib/iron'

export const GET = async () => answerWho(await ironSession())

export async function POST(request: Request): Promise<Response> {
  const { password } = await request.json()
  if (!isPassword(password)) return answerWho(null)

  const session = await ironSession()
  Object.assign(session, { id: account.id, email: account.email, visits: 0 })
  await session.save()
  return answerWho(account)
}

/** One more visit, saved in the session. */
export async function PATCH(): Promise<Response> {
  const session = await ironSession()
  session.visits = (session.visits ?? 0) + 1
  await session.save()
  return Response.json({ visits: session.visits })
}

export async function DELETE(): Promise<Response> {
  const session = await ironSession()
  session.destroy()
  return new Response(null, { status: 204 })
}
