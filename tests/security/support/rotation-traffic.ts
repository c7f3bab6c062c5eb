import { setTimeout as sleep } from 'node:timers/promises'
import { decodeJwt } from 'jose'
import { vi } from 'vitest'
import { changeRole } from '@/lib/server/admin/users'
import type { Model } from '@/lib/session/models'
import { nowInSeconds } from '@/lib/time'
import { openAs } from '@/tests/security/support/causes'
import { Caller } from '@/tests/security/support/doors'
import type { Fleet } from '@/tests/security/support/fleet'
import { exchange, introspect } from '@/tests/security/support/token-calls'
import type { CookieJar } from '@/tests/support/cookie-jar'
import { type Account, newAccount } from '@/tests/support/open-session'
import type { Answer } from '@/tests/support/request'

/** On a slow machine a token may expire before its answer arrives: then the answer says nothing about keys. */
const isOld = (token: string) => token === '' || Number(decodeJwt(token).exp) <= nowInSeconds()

/** A user with a browser, two tabs, and a program that calls with tokens: continuous requests to both processes. */
export class RotationTraffic {
  /** Every unexpected answer. */
  readonly wrong: string[] = []
  private rounds = 0
  private token = ''
  private isOver = false
  private running: Promise<void> = Promise.resolve()
  private readonly fleet: Fleet
  private readonly model: Model
  private readonly account: Account
  private readonly jar: CookieJar

  private constructor(fleet: Fleet, model: Model, { account, jar }: { account: Account; jar: CookieJar }) {
    this.fleet = fleet
    this.model = model
    this.account = account
    this.jar = jar
  }

  static async begin(fleet: Fleet, model: Model): Promise<RotationTraffic> {
    const account = await newAccount(fleet.at(0), 'member', 'Grace')
    const { jar } = await openAs(fleet.at(0), model, { email: account.email })
    const traffic = new RotationTraffic(fleet, model, { account, jar })
    traffic.running = traffic.run()
    return traffic
  }

  /** Resolves when this user has made every request since the call. */
  async goRound(): Promise<void> {
    const wanted = this.rounds + 2
    await vi.waitUntil(() => this.rounds >= wanted || this.wrong.length > 0, { timeout: 30_000 })
  }

  async stop(): Promise<void> {
    this.isOver = true
    await this.running
  }

  private async run(): Promise<void> {
    while (!this.isOver) {
      await this.fleet.settled
      await this.round().catch((error: unknown) => this.wrong.push(`${this.model}: ${error}`))
      this.rounds += 1
      await sleep(300)
    }
  }

  /** Every request to each process in turn. */
  private async round(): Promise<void> {
    const [here, there] = this.rounds % 2 === 0 ? [0, 1] : [1, 0]
    const earlier = this.token
    await this.call(here, '/api/notes', earlier)
    await this.askAbout(there, earlier)

    // Every credential of this user is due from this instant on.
    await changeRole(this.account.userId, this.rounds % 2 === 0 ? 'editor' : 'member')
    // Two concurrent tabs, each at another process, with the cookies of one browser.
    await Promise.all([this.see(here, '/api/me'), this.see(there, '/dashboard')])
    this.token = await this.fleet.visit(here, (app) => exchange(new Caller(app, this.jar)))
    if (this.token === '') this.wrong.push(`no token for ${this.model}`)
    await this.call(there, '/api/me', this.token)
  }

  private async see(index: number, path: string): Promise<void> {
    const answer = await this.fleet.visit(index, async (app) => {
      const caller = new Caller(app, this.jar)
      // On busy cores the middleware may not reach the renew handler in time. It then redirects the browser there and
      // back.
      return caller.follow(await caller.get(path))
    })
    this.judge(`GET ${path} by ${this.model}`, answer, this.account.email)
  }

  private async call(index: number, path: string, token: string): Promise<void> {
    const headers = { Authorization: `Bearer ${token}` }
    const answer = await this.fleet.visit(index, (app) => new Caller(app).get(path, headers))
    if (isOld(token)) return

    this.judge(`GET ${path} by a token of ${this.model}`, answer, path === '/api/me' ? this.account.email : '"notes"')
  }

  private async askAbout(index: number, token: string): Promise<void> {
    const { active } = await this.fleet.visit(index, (app) => introspect(app, token || 'none'))
    if (!isOld(token) && active !== true) this.wrong.push(`a token of ${this.model} is said to be inactive`)
  }

  private judge(what: string, { status, body }: Answer, word: string): void {
    if (status !== 200 || !body.includes(word)) this.wrong.push(`${what}: ${status} ${body.slice(0, 200)}`)
  }
}
