// feature: mail (this file)
import 'server-only'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import { env } from '@/lib/env'

/*
 * A file of its own: only the page /mailbox may import it. A path that is known at run time only makes a build copy the
 * whole project into each function that contains it.
 */

const StoredMail = z.object({
  at: z.iso.datetime(),
  from: z.string(),
  to: z.array(z.string()),
  subject: z.string(),
  text: z.string(),
})
export type StoredMail = z.infer<typeof StoredMail> & { id: string }

const most = 30

/** The latest mail, newest first. */
export async function listMail(): Promise<StoredMail[]> {
  const folder = env().MAILBOX_FOLDER ?? ''
  const names = (await readdir(folder))
    .filter((name) => name.endsWith('.json'))
    .sort()
    .reverse()
  return Promise.all(
    names.slice(0, most).map(async (name) => ({
      id: name,
      ...StoredMail.parse(JSON.parse(await readFile(join(folder, name), 'utf8'))),
    })),
  )
}
