import { createPrivateKey, type JsonWebKey, type KeyObject } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { closeServer, listenNear } from '@/scripts/services/ports'

/** The issuer as a resource server sees it, over real HTTP: public keys and token introspection. */
export interface Issuer {
  url: string
  /** It publishes the public halves of these keys; a rotation replaces them. */
  keys: readonly PrivateKey[]
  /** The published key set. */
  publish: () => Told
  /** Its answer about a token; `null` breaks the connection. */
  introspect: (form: URLSearchParams) => Told | null
  /** Milliseconds before it answers. */
  delay: number
  /** The requests so far. */
  keyFetches: number
  introspections: { authorization: string | undefined; form: URLSearchParams; type: string | undefined }[]
  leave: () => Promise<void>
  comeBack: () => Promise<void>
}

export interface PrivateKey {
  kid: string
  jwk: JsonWebKey
}

export interface Told {
  status?: number
  headers?: Record<string, string>
  body?: unknown
}

export const privateHalf = ({ jwk }: PrivateKey): KeyObject => createPrivateKey({ key: jwk, format: 'jwk' })

export const publicHalf = ({ kid, jwk: { kty, crv, x, y } }: PrivateKey) => ({
  kty,
  crv,
  x,
  y,
  kid,
  alg: 'ES256',
  use: 'sig',
})

export async function startIssuer(keys: readonly PrivateKey[], introspect: Issuer['introspect']): Promise<Issuer> {
  const server = createServer((request, response) => void answer(request, response).catch(() => response.destroy()))
  const port = await listenNear(server, 0)
  const issuer: Issuer = {
    ...{ url: `http://127.0.0.1:${port}`, keys, publish, introspect, delay: 0, keyFetches: 0, introspections: [] },
    async leave() {
      server.closeAllConnections()
      await closeServer(server)
    },
    async comeBack() {
      await listenNear(server, port)
    },
  }

  function publish(): Told {
    return { body: { keys: issuer.keys.map(publicHalf) } }
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const told = request.url === '/.well-known/jwks.json' ? tellKeys() : await tellAbout(request)
    if (issuer.delay > 0) await new Promise((resolve) => setTimeout(resolve, issuer.delay))
    if (!told) return void response.destroy()
    response.writeHead(told.status ?? 200, { 'Content-Type': 'application/json', ...told.headers })
    response.end(typeof told.body === 'string' ? told.body : JSON.stringify(told.body))
  }

  function tellKeys(): Told {
    issuer.keyFetches += 1
    return issuer.publish()
  }

  async function tellAbout(request: IncomingMessage): Promise<Told | null> {
    const form = new URLSearchParams(await text(request))
    const { authorization, 'content-type': type } = request.headers
    issuer.introspections.push({ authorization, form, type })
    return issuer.introspect(form)
  }

  return issuer
}
