import { cookies } from 'next/headers'
import { account, answerWho, isPassword } from '@/lib/account'

/** The session that textbooks warn of: JSON in a cookie, neither encrypted nor signed. */

const name = 'plain-cookie'

export async function GET(): Promise<Response> {
  const value = (await cookies()).get(name)?.value ?? ''
  return answerWho(read(value))
}

function read(value: string): { id?: string; email?: string } | null {
  try {
    return JSON.parse(Buffer.from(value, 'base64url').toString('utf8'))
  } catch {
    return null
  }
}

export async function POST(request: Request): Promise<Response> {
  const { password } = await request.json()
  if (!isPassword(password)) return answerWho(null)

  const value = Buffer.from(JSON.stringify(account)).toString('base64url')
  const jar = await cookies()
  jar.set(name, value, { httpOnly: true, secure: true, sameSite: 'lax', maxAge: 14 * 86_400 })
  return answerWho(account)
}

export async function DELETE(): Promise<Response> {
  const jar = await cookies()
  jar.delete(name)
  return new Response(null, { status: 204 })
}
