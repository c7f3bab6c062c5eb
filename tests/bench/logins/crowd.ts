import { routes } from '@/lib/routes'
import { ask, atRate } from '@/tests/bench/support/pace'
import type { Application } from '@/tests/support/application'
import { findForm } from '@/tests/support/forms'
import { models } from '@/tests/support/models'
import { newAccount, openSession } from '@/tests/support/open-session'
import { Visitor } from '@/tests/support/visitor'

export type Burst = (pace: Parameters<typeof atRate>[0]) => ReturnType<typeof atRate>

/**
 * People who log in, each from a network of their own: the form of the login page, as a browser without JavaScript posts it.
 * @param size of the accounts, which take turns
 */
export async function openCrowd(app: Application, size: number): Promise<Burst> {
  const people = await Promise.all(Array.from({ length: size }, () => newAccount(app)))
  const { body } = await new Visitor(app).get(routes.login)
  const fields = Object.fromEntries(findForm(body, 'password').fields)

  const logIn = async (number: number) => {
    const { email = '', password = '' } = people[number % size] ?? {}
    const model = models[number % models.length] ?? models[0]
    const network = `10.${(number >> 16) & 255}.${(number >> 8) & 255}.${number & 255}`
    const { method, headers, body: form } = await encode({ ...fields, email, password, model })
    const sent = { ...headers, Origin: app.url, 'X-Forwarded-For': network }
    return ask(app.url, routes.login, { method, headers: sent, body: form })
  }
  return (pace) => atRate(pace, logIn)
}

async function encode(fields: Readonly<Record<string, string>>) {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  const multipart = new Response(form)
  const body = new Uint8Array(await multipart.arrayBuffer())
  const headers = { Accept: 'text/html', 'Content-Type': multipart.headers.get('content-type') ?? '' }
  return { method: 'POST', headers, body }
}

/** One session of each model, that began just now. */
export async function openCookies(app: Application): Promise<readonly string[]> {
  const visitors = await Promise.all(models.map((model) => openSession(app, model)))
  return visitors.map(({ jar }) => jar.header())
}
