// feature: mail (this file)
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'vitest'
import * as z from 'zod'

const StoredMail = z.object({ to: z.array(z.string()), subject: z.string(), text: z.string(), html: z.string() })

interface Served {
  settings: Readonly<Record<string, string>>
}

/** The mail to an address that the embedded mail server of an application has received, oldest first. */
export async function mailTo(email: string, { settings }: Served) {
  const folder = settings.MAILBOX_FOLDER ?? ''
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort()
  const all = await Promise.all(names.map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8'))))
  return all.map((mail) => StoredMail.parse(mail)).filter(({ to }) => to.includes(email))
}

/** Mail is sent after the answer, so it arrives a little later. @returns the latest mail, when there are `count` */
export async function awaitMail(email: string, served: Served, count = 1) {
  await expect.poll(async () => (await mailTo(email, served)).length, { timeout: 20_000 }).toBe(count)
  const latest = (await mailTo(email, served)).at(-1)
  if (!latest) throw new Error('no mail')
  return latest
}

/** The link of a mail, and the code in it. */
export function linkIn({ text }: { text: string }): { link: string; code: string } {
  const [link = '', code = ''] = /^https?:\S+#([\w-]{43})$/m.exec(text) ?? []
  return { link, code }
}
