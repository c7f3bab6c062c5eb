import { simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { askPostgres } from '@/lib/db/client'
import { env } from '@/lib/env'
import { sendMailNow } from '@/lib/server/mail/outbox'
import { closeServer, listenNear } from '@/scripts/services/ports'
import { Signal } from '@/tests/integration/support/signal'

export interface ReceivedMail {
  /** The recipients of the SMTP envelope. */
  to: readonly string[]
  subject: string
  text: string
  html: string
  messageId: string
  raw: string
}

/** `forgetful`: it accepts a mail, and breaks the connection instead of confirming it. */
type Manner = 'open' | 'shut' | 'full' | 'refusing' | 'forgetful'

/** A mail server of one test file: a test decides how it answers, and sees what it has accepted. */
export class PostOffice {
  readonly received: ReceivedMail[] = []
  manner: Manner = 'open'
  /** Connections so far. */
  opened = 0
  private waiting: Signal | null = null
  private readonly smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    onConnect: (_, done) => {
      this.opened += 1
      done(this.manner === 'shut' ? answer(421) : null)
    },
    onRcptTo: (_, __, done) => {
      if (this.manner === 'refusing') return done(answer(550))
      done(this.manner === 'full' ? answer(452) : null)
    },
    onData: (stream, { envelope }, done) => {
      void this.take(stream, envelope.rcptTo).then(() => done(this.manner === 'forgetful' ? answer(421) : null))
    },
  })

  /** For the whole file. Every test begins with an empty outbox. */
  serve(): this {
    beforeAll(async () => {
      this.smtp.on('error', () => undefined)
      const port = await listenNear(this.smtp.server, 0)
      Object.assign(env(), { SMTP_URL: `smtp://127.0.0.1:${port}` })
      await emptyOutbox()
    })
    afterEach(async () => {
      this.release()
      this.manner = 'open'
      this.received.splice(0)
      await emptyOutbox()
    })
    afterAll(async () => {
      // With an empty outbox, the timer of a failed attempt is cleared.
      await sendMailNow()
      await closeServer(this.smtp.server)
    })
    return this
  }

  /** From now on the server accepts each mail, and confirms it only after `release`. */
  hold(): void {
    this.waiting = new Signal()
  }

  release(): void {
    this.waiting?.give()
    this.waiting = null
  }

  private async take(stream: Parameters<typeof simpleParser>[0], to: readonly { address: string }[]): Promise<void> {
    const chunks: Buffer[] = []
    if (typeof stream !== 'string' && Symbol.asyncIterator in stream)
      for await (const chunk of stream) chunks.push(Buffer.from(chunk))
    const raw = Buffer.concat(chunks)
    const { subject = '', text = '', html, messageId = '' } = await simpleParser(raw)
    const recipients = to.map(({ address }) => address)
    this.received.push({ to: recipients, subject, text, html: html || '', messageId, raw: raw.toString('utf8') })
    await this.waiting?.given
  }
}

const answer = (responseCode: number) => Object.assign(new Error('as the test wants'), { responseCode })

const emptyOutbox = () => askPostgres(({ outgoingMail }) => outgoingMail.deleteMany())

export const rowsInOutbox = () => askPostgres(({ outgoingMail }) => outgoingMail.findMany())

/** As if the time until the next attempt, or until the end of a lease, had passed. */
export const makeDue = () =>
  askPostgres((database) => database.$executeRaw`UPDATE "OutgoingMail" SET "dueAt" = CURRENT_TIMESTAMP`)

/** The code of the link in a mail. */
export function codeIn(mail: ReceivedMail | undefined): string {
  const [, code] = /#([\w-]{43})\n/.exec(mail?.text ?? '') ?? []
  if (!code) throw new Error(`no link in ${mail?.text}`)
  return code
}
