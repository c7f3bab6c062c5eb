import { createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startMailbox } from '@/scripts/services/mail/start-mailbox'
import { closeServer, listenNear } from '@/scripts/services/ports'
import { rowsOf } from '@/tests/integration/support/own-postgres'
import { type Application, startApplication } from '@/tests/support/application'
import { awaitMail, linkIn, mailTo } from '@/tests/support/mailbox'
import { people } from '@/tests/support/people'
import { type TemporaryFolder, temporaryFolder } from '@/tests/support/temporary-folder'
import { Visitor } from '@/tests/support/visitor'

/** A mail server that accepts connections and never says anything. */
const guests: Socket[] = []
const silent = createServer((guest) => void guests.push(guest.on('error', () => undefined)))

let app: Application
let folder: TemporaryFolder
let port: number
beforeAll(async () => {
  folder = await temporaryFolder()
  port = await listenNear(silent, 0)
  app = await startApplication({ env: { SMTP_URL: `smtp://127.0.0.1:${port}` } })
})
afterAll(async () => {
  await app?.stop()
  await folder?.remove()
})

const outbox = (sql: string) => rowsOf(app.settings.DATABASE_URL ?? '', sql)

test('a mail server that does not answer delays no form, and the mail is sent by the process after the next restart', async () => {
  const { email } = people.grace
  const answer = await new Visitor(app).submit('/forgot-password', 'email', { email })
  expect(answer.body).toContain('we are sending a link to it')

  // The form was answered before the attempt to send has ended.
  await expect.poll(() => guests.length, { timeout: 20_000 }).toBe(1)
  expect(await outbox('SELECT attempts FROM "OutgoingMail"')).toEqual([[1]])
  for (const guest of guests) guest.destroy()
  await closeServer(silent)
  await app.restart()

  const mailbox = await startMailbox({ folder: join(folder.path, 'mailbox'), port })
  expect(mailbox.port).toBe(port)
  const served = { settings: { MAILBOX_FOLDER: mailbox.folder } }
  await outbox('UPDATE "OutgoingMail" SET "dueAt" = CURRENT_TIMESTAMP')
  expect(await mailTo(email, served)).toEqual([])

  await new Visitor(app).get('/')
  const { code } = linkIn(await awaitMail(email, served))
  const password = 'paper, ink and wax'
  expect(await new Visitor(app).submit('/reset-password', 'password', { code, password })).toMatchObject({
    status: 303,
  })
  await awaitMail(email, served, 2)
  await mailbox.close()
}, 240_000)
