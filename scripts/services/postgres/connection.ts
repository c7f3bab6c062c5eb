import type { Socket } from 'node:net'
import { type Message, readStartup, readUnit } from './messages'
import type { Guest, Turns } from './turns'

/** Speaks PostgreSQL's wire protocol (version 3) with one client, in the client's turn. */
export function serveConnection(socket: Socket, turns: Turns): void {
  const guest: Guest = { jobs: [], left: false, expel: () => socket.destroy() }
  let buffer: Buffer = Buffer.alloc(0)
  let started = false
  let busy = false

  function next(): Message {
    const { message, rest } = started ? readUnit(buffer) : readStartup(buffer)
    buffer = rest
    return message
  }

  /** @returns whether there may be more to read */
  async function answer(message: Message): Promise<boolean> {
    if (message.kind === 'close') socket.end()
    if (message.kind === 'encryption') socket.write('N')
    if (message.kind !== 'unit') return message.kind === 'encryption'
    started = true
    const reply = await turns.run(guest, message.bytes, message.open)
    if (socket.writable) socket.write(reply)
    return !guest.left
  }

  async function drain(): Promise<void> {
    if (busy) return
    busy = true
    while (await answer(next()));
    busy = false
  }

  socket.setNoDelay(true)
  socket.on('data', (chunk) => {
    buffer = Buffer.concat([buffer, chunk])
    drain().catch(guest.expel)
  })
  socket.on('error', guest.expel)
  socket.on('close', () => turns.leave(guest))
}
