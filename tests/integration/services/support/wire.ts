/** Hand-written messages of PostgreSQL's protocol, also those that no client library would send. */

import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

export function message(type: string, body: string): Buffer {
  const content = Buffer.from(body)
  const header = Buffer.alloc(5)
  header.write(type)
  header.writeUInt32BE(content.length + 4, 1)
  return Buffer.concat([header, content])
}

export function collect(socket: Socket): () => Promise<string> {
  let text = ''
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1')
  })
  // ReadyForQuery is always the last: Z, a length of 5, the state of the transaction.
  return async () => {
    while (!text.slice(-6).startsWith('Z\0\0\0\x05')) await sleep(5)
    return text
  }
}

export async function say(socket: Socket, sql: string): Promise<string> {
  const answer = collect(socket)
  socket.write(message('Q', `${sql}\0`))
  return answer()
}

export async function openRaw(url: string): Promise<Socket> {
  const { port, password } = new URL(url)
  const socket = connect(Number(port), '127.0.0.1')
  await once(socket, 'connect')
  const settings = Buffer.from('user\0postgres\0database\0postgres\0\0')
  const header = Buffer.alloc(8)
  header.writeUInt32BE(settings.length + 8)
  header.writeUInt32BE(196_608, 4)
  const answer = collect(socket)
  // Sends the password before the server asks for it: both packets arrive at once.
  socket.write(Buffer.concat([header, settings, message('p', `${password}\0`)]))
  await answer()
  return socket
}
