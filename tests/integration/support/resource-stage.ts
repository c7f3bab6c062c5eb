import { onTestFinished, vi } from 'vitest'
import * as z from 'zod'
import { type Issuer, type PrivateKey, privateHalf, startIssuer } from '@/tests/support/issuer'
import { newJwk } from '@/tests/support/key-pair'
import { type Answer, request } from '@/tests/support/request'
import { type ResourceServer, startResourceServer } from '@/tests/support/resource-server'
import { now } from '@/tests/unit/support/claims'
import { es256, forge, type Sign } from '@/tests/unit/support/forge-token'

/** An issuer and a resource server that trusts it, for one test; both use the fixed time `now`. */
export interface Stage {
  issuer: Issuer
  service: ResourceServer
  /** A token of the issuer, or with these changes a forged one. */
  mint: (change?: Change) => string
  get: (path: string, token?: string) => Promise<Answer>
}

interface Change {
  header?: object
  payload?: object
  key?: PrivateKey
  sign?: Sign
}

export function makeKey(kid: string): PrivateKey {
  return { kid, jwk: newJwk() }
}

const first = makeKey('first')

export async function startStage(env: Readonly<Record<string, string>> = {}): Promise<Stage> {
  vi.useFakeTimers({ toFake: ['Date'], now: now * 1000 })
  const issuer = await startIssuer([first], () => ({ body: standing }))
  const service = await startResourceServer(issuer.url, env)
  onTestFinished(async () => {
    vi.useRealTimers()
    await service.stop()
    await issuer.leave()
  })

  return {
    issuer,
    service,
    mint: ({ header, payload, key = first, sign = es256(privateHalf(key)) } = {}) =>
      forge({
        header: { kid: key.kid, ...header },
        payload: { iss: issuer.url, aud: service.audience, ...payload },
        sign,
      }),
    get: (path, token) =>
      request(service.url, path, token === undefined ? {} : { headers: { Authorization: `Bearer ${token}` } }),
  }
}

/** The issuer's answer about the token of `mint` while it is not revoked. */
export const standing = { active: true, token_type: 'Bearer', sub: 'user-1', scope: 'notes:read notes:write' }

/** Seconds; for the issuer and the resource server alike. */
export const pass = (seconds: number) => vi.setSystemTime(Date.now() + seconds * 1000)

const Problem = z.object({ code: z.string(), title: z.string(), status: z.number() })

export function refusalOf(answer: Answer) {
  const { code, status } = Problem.parse(answer.json())
  if (status !== answer.status) throw new Error(`the body says ${status}, the answer is ${answer.status}`)
  return { status, code, challenge: answer.headers.get('www-authenticate') }
}
