// feature: mail (this file)
import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import { closeServer, listenNear } from '../ports'
import { makePrivateFolder, writePrivateFile } from '../private-file'

export type Mailbox = { url: string; port: number; folder: string; close(): Promise<void> }

/** The oldest mail is deleted beyond that. */
const MOST = 200
const LONGEST_BYTES = 1_000_000

let received = 0

/** Sorted by time; the counter separates mail of one millisecond. */
function nextName(): string {
  received += 1
  return `${Date.now()}-${String(received).padStart(6, '0')}.json`
}

async function store(
  folder: string,
  message: NodeJS.ReadableStream & import('node:stream').Readable,
  to: readonly string[],
) {
  const { from, subject, text, html, headers, messageId } = await simpleParser(message)
  writePrivateFile(join(folder, nextName()), {
    at: new Date().toISOString(),
    from: from?.text ?? '',
    to,
    subject: subject ?? '',
    text: text ?? '',
    html: html || '',
    messageId: messageId ?? '',
    headers: [...headers.keys()],
  })
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
  for (const name of names.slice(0, -MOST)) rmSync(join(folder, name), { force: true })
}

/** An SMTP server on loopback, which writes each mail into `folder` and sends none on. */
export async function startMailbox({ folder, port: wanted }: { folder: string; port: number }): Promise<Mailbox> {
  makePrivateFolder(folder)
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: LONGEST_BYTES,
    logger: false,
    onData(stream, { envelope }, done) {
      store(
        folder,
        stream,
        envelope.rcptTo.map(({ address }) => address),
      ).then(() => done(), done)
    },
  })
  // A client that breaks its connection must not end this process.
  smtp.on('error', () => undefined)
  const port = await listenNear(smtp.server, wanted)
  return { url: `smtp://127.0.0.1:${port}`, port, folder, close: () => closeServer(smtp.server) }
}
