/** The one account. The benchmark makes its secrets for each run. */

export const account = { id: 'member-1', email: 'linus@example.com', name: 'Linus' }

/** @throws when it is missing: `next build` evaluates these modules too, and gets an environment */
export function setting(name: 'PEERS_SECRET' | 'PEERS_PASSWORD' | 'PEERS_URL' | 'DATABASE_URL'): string {
  const value = process.env[name]
  if (!value) throw new Error(`${name} is missing`)
  return value
}

export const isPassword = (given: unknown): boolean => given === setting('PEERS_PASSWORD')

/** The answer of every `who`: the account as the library knows it, or a refusal with 401. */
export function answerWho(user: { id?: string | null; email?: string | null } | null | undefined): Response {
  const headers = { 'Cache-Control': 'no-store', Vary: 'Cookie' }
  if (!user?.email) return Response.json({ code: 'unauthenticated' }, { status: 401, headers })

  return Response.json({ id: user.id, email: user.email }, { headers })
}
