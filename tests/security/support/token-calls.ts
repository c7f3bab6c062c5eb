import * as z from 'zod'
import { Caller } from '@/tests/security/support/doors'
import type { Answer } from '@/tests/support/request'

type App = { url: string }

/** Another service, which tokens are issued for. */
export const audience = 'https://service.example'

const id = 'a resource server'
const secret = 'a secret: of + and % and &, so that it has to be encoded'

/** The settings by which an application authenticates this resource server. */
export const resourceServer = { API_AUDIENCES: audience, RESOURCE_SERVER_ID: id, RESOURCE_SERVER_SECRET: secret }

const formOf = (fields: Record<string, string>) => new URLSearchParams(fields).toString()
const encoded = (text: string) => formOf({ '': text }).slice(1)
const basic = `Basic ${Buffer.from(`${encoded(id)}:${encoded(secret)}`).toString('base64')}`

function post(visitor: Caller, path: string, fields: Record<string, string>, headers = {}): Promise<Answer> {
  const type = { 'Content-Type': 'application/x-www-form-urlencoded' }
  return visitor.send('POST', path, { ...type, ...headers }, formOf(fields))
}

/** @returns an access token of the logged-in user; empty if there is none */
export async function exchange(visitor: Caller, forService?: string): Promise<string> {
  const answer = await post(visitor, '/api/token', forService ? { audience: forService } : {})
  const { access_token = '' } = z.object({ access_token: z.string().optional() }).parse(answer.json())
  return access_token
}

/** The introspection answer that the resource server gets. */
export async function introspect(app: App, token: string): Promise<Record<string, unknown>> {
  const answer = await post(new Caller(app), '/api/token/introspect', { token }, { Authorization: basic })
  return z.record(z.string(), z.unknown()).parse(answer.json())
}

export const revoke = (app: App, token: string) => post(new Caller(app), '/api/token/revoke', { token })
