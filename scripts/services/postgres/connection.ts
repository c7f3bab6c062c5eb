import { timingSafeEqual } from 'node:crypto'
import type { Socket } from 'node:net'
import { askForPassword, type Message, readPassword, readStartup, readUnit, refusePassword } from './messages'
import type { Guest, Turns } from './turns'

/**
 * Serves one client of PostgreSQL's wire protocol (version 3), in the client's turn. Every client must send the
 * password, in clear text over loopback, because every user of the machine can connect there.
 */
export function serveConnection(socket: Socket, turns: Turns, password: string): void {
  const guest: Guest = { jobs: [], left: false, expel: () => socket.destroy() }
  let buffer: Buffer = Buffer.alloc(0)
  let stage: 'startup' | 'password' | 'open' = 'startup'
  let startup: Uint8Array = new Uint8Array()
  let busy = false

  function next(): Message {
    const read = { startup: readStartup, password: readPassword, open: readUnit }[stage]
    const { message, rest } = read(buffer)
    buffer = rest
    return message
  }

  /** @returns whether there may be more to read */
  async function answer(message: Message): Promise<boolean> {
    if (message.kind === 'close') socket.end()
    if (message.kind === 'encryption') socket.write('N')
    if (message.kind !== 'unit') return message.kind === 'encryption'
    if (stage === 'startup') return ask(message.bytes)
    if (stage === 'password') return authenticate(message.bytes)
    return run(message.bytes, message.open)
  }

  function ask(packet: Uint8Array): boolean {
    startup = packet
    stage = 'password'
    socket.write(askForPassword)
    return true
  }

  async function authenticate(given: Uint8Array): Promise<boolean> {
    if (!isSame(given, Buffer.from(password))) {
      socket.end(refusePassword)
      return false
    }
    stage = 'open'
    return run(startup, false)
  }

  async function run(bytes: Uint8Array, open: boolean): Promise<boolean> {
    const reply = await turns.run(guest, bytes, open)
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

const isSame = (one: Uint8Array, other: Uint8Array) => one.length === other.length && timingSafeEqual(one, other)
