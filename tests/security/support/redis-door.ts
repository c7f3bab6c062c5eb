import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { closeServer, listenNear } from '@/scripts/services/ports'
import { type Process, startBeside } from '@/tests/security/support/another-process'
import { type Form, findForm } from '@/tests/support/forms'
import { givenApplication } from '@/tests/support/given-application'
import { type Account, newAccount, openSession } from '@/tests/support/open-session'
import type { Answer } from '@/tests/support/request'
import { Visitor } from '@/tests/support/visitor'

const freshSeconds = 90

/** What an answer says while a revocation could not be published. */
export const mayStay = 'may stay logged in for up to 90 seconds more. Try again'

/** The form in such an answer. */
export const retrying = ({ text }: Form) => /(^|\. )Try again( : \S+)?$/.test(text)

/**
 * Redis becomes unavailable between the check, which still reaches it, and the revocation, which does not: a proxy in
 * front of it forwards reads and drops the connection of every write. When Redis is unavailable altogether, the proxy
 * accepts no request. Behind it are two processes of one application.
 */
export class RedisDoor {
  isRefusing = false
  isShut = false
  /** The requests that have reached the proxy. */
  readonly questions: string[] = []
  #processes: readonly Process[] = []
  readonly #server = createServer((request, response) => void this.#lead(request, response))

  /** For the whole file. */
  serve(): this {
    beforeAll(async () => {
      const url = `http://127.0.0.1:${await listenNear(this.#server, 0)}`
      const settings = { UPSTASH_REDIS_REST_URL: url, FRESH_SECONDS: String(freshSeconds) }
      const app = await startBeside(settings)
      this.#processes = [app]
      this.#processes = [app, await startBeside({ ...settings, APP_URL: app.url })]
    })
    afterEach(() => {
      this.isRefusing = false
      this.isShut = false
    })
    afterAll(async () => {
      await Promise.all(this.#processes.map((process) => process.stop()))
      await closeServer(this.#server)
    })
    return this
  }

  get app(): Process {
    return this.#process(0)
  }

  /** The process that has revoked a session refuses it at once. Another process refuses it after the publication. */
  seenElsewhere(visitor: Visitor) {
    return new Visitor(this.#process(1), visitor.jar.clone()).me()
  }

  untilRevoked(visitor: Visitor) {
    return expect
      .poll(() => this.seenElsewhere(visitor), { timeout: 10_000 })
      .toMatchObject({ status: 401, code: 'revoked' })
  }

  /** A session of the account on another device. */
  async twoDevices(account?: Account) {
    const { email, password, userId } = account ?? (await newAccount(this.app))
    const here = await openSession(this.app, 'stored', { email })
    const elsewhere = await openSession(this.app, 'signed', { email })
    return { email, password, userId, here, elsewhere, sessionId: (await elsewhere.me()).session?.id ?? '' }
  }

  #process(index: number): Process {
    const process = this.#processes[index]
    if (!process) throw new Error('not started')
    return process
  }

  async #lead(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = (await request.toArray()).join('')
    this.questions.push(body)
    if (this.isShut) return void request.socket.destroy()
    if (this.isRefusing && /"eval(sha)?"/i.test(body)) return void request.socket.destroy()

    const { UPSTASH_REDIS_REST_URL: target = '' } = givenApplication().settings
    const { authorization = '', 'content-type': type = '', 'upstash-encoding': encoding } = request.headers
    const known = encoding ? { 'upstash-encoding': String(encoding) } : {}
    const headers = { authorization, 'content-type': type, ...known }
    const answer = await fetch(target + (request.url ?? '/'), { method: request.method ?? 'POST', headers, body })
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text())
  }
}

/** Submits "Try again" on the page of an answer. */
export const retry = (visitor: Visitor, { body }: Answer, path: string) =>
  visitor.post(path, Object.fromEntries(findForm(body, retrying).fields))
