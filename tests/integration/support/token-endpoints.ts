import { NextRequest } from 'next/server'
import { beforeAll } from 'vitest'
import { POST as exchange } from '@/app/api/token/route'
import { issuer } from '@/lib/addresses'
import { env } from '@/lib/env'
import { routes } from '@/lib/routes'
import { answerIntrospection } from '@/lib/server/tokens/answer-introspection'
import { answerRevocation } from '@/lib/server/tokens/answer-revocation'
import type { IssuedCookie } from '@/lib/session/cookies'
import { newPerson } from '@/tests/integration/support/person'
import { end, start } from '@/tests/integration/support/session'
import { models } from '@/tests/support/models'
import { basic, type FormFields, service, TokenAnswer } from '@/tests/support/tokens'

/** Calls the handlers in this process: its clock, its settings and its stores are the test's. */

type Said = Record<string, string>

/** Registers another service for this file. */
export function provideService(): void {
  beforeAll(async () => {
    const { audience, id, secret } = service
    Object.assign(env(), { API_AUDIENCES: [audience], RESOURCE_SERVER_ID: id, RESOURCE_SERVER_SECRET: secret })
    // The embedded Redis loads a script at its first call, which may take longer than the timeout of a call.
    await end((await start(models[0], (await newPerson()).userId)).cookies)
  })
}

const form = (fields: FormFields, said: Said = {}) => ({
  method: 'POST',
  headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...said },
  body: new URLSearchParams(fields).toString(),
})

const addressOf = (path: string) => `${issuer()}${path}`

/** The answer to a browser with these cookies. */
export function askForToken(cookies: readonly IssuedCookie[], fields: FormFields = ''): Promise<Response> {
  const Cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
  return exchange(new NextRequest(addressOf(routes.token), form(fields, { Cookie })))
}

/** @throws when there is none: a test of refusals calls the endpoint itself */
export async function tokenFor(cookies: readonly IssuedCookie[], fields: FormFields = ''): Promise<string> {
  return TokenAnswer.parse(await (await askForToken(cookies, fields)).json()).access_token
}

/** @param said headers, such as that of its network */
export const revoke = (token: string, said: Said = {}) =>
  answerRevocation(new Request(addressOf(routes.revokeToken), form({ token }, said)))

export const introspect = (token: string, said: Said = { Authorization: basic() }) =>
  answerIntrospection(new Request(addressOf('/api/token/introspect'), form({ token }, said)))
