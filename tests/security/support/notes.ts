import type { OutgoingHttpHeaders } from 'node:http'
import * as z from 'zod'
import { routes } from '@/lib/routes'
import { anyModel } from '@/tests/support/models'
import { openSession } from '@/tests/support/open-session'
import { people } from '@/tests/support/people'
import { Bearer, tokenFor } from '@/tests/support/tokens'
import type { Visitor } from '@/tests/support/visitor'

export const Note = z.strictObject({
  id: z.uuid(),
  text: z.string(),
  author: z.strictObject({ id: z.string(), name: z.string() }),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
})

const Page = z.strictObject({ notes: z.array(Note), next: z.uuid().nullable() })

type App = { url: string }

/** A browser, and a program with a token from it. */
async function both(app: App, email: string) {
  const browser = await openSession(app, anyModel, { email })
  return { browser, program: new Bearer(app, await tokenFor(browser)) }
}

/** A user who reads and writes. */
export const editor = (app: App) => both(app, people.grace.email)

/** A user who only reads. */
export const member = (app: App) => both(app, people.linus.email)

export const noteAt = (id: string) => `${routes.notes}/${id}`

/** Sends a JSON body; a browser sends it from a page of ours. */
export function sendJson(who: Visitor, method: string, path: string, body: unknown, headers: OutgoingHttpHeaders = {}) {
  const own = { Origin: who.origin, 'Sec-Fetch-Site': 'same-origin', 'Content-Type': 'application/json' }
  return who.send(method, path, { ...own, ...headers }, typeof body === 'string' ? body : JSON.stringify(body))
}

export async function writeNote(who: Visitor, text: string) {
  return Note.parse((await sendJson(who, 'POST', routes.notes, { text })).json())
}

export async function readPage(who: Visitor, query = '') {
  return Page.parse((await who.get(`${routes.notes}${query}`)).json())
}

/** The notes as every reader gets them, newest first. */
export async function textsOf(who: Visitor): Promise<readonly string[]> {
  return (await readPage(who, '?limit=100')).notes.map(({ text }) => text)
}
