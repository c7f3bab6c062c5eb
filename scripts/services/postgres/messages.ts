const SSL_REQUEST = 80_877_103
const GSS_REQUEST = 80_877_104
const CANCEL_REQUEST = 80_877_102
/** More than this application sends; a larger announced length is not PostgreSQL's protocol. */
const MAX_MESSAGE_BYTES = 64 * 1024 * 1024
const MAX_PASSWORD_BYTES = 1024

/** `unit`: bytes that must run without another client's bytes in between. `open`: more of the same unit must follow. */
export type Message =
  | { kind: 'encryption' }
  | { kind: 'close' }
  | { kind: 'unit'; bytes: Uint8Array; open: boolean }
  | { kind: 'incomplete' }

type Read = { message: Message; rest: Buffer }

/** The first packet has no type byte: a request to encrypt, to cancel, or to start. */
export function readStartup(buffer: Buffer): Read {
  const incomplete: Read = { message: { kind: 'incomplete' }, rest: buffer }
  if (buffer.length < 8) return incomplete
  const length = buffer.readUInt32BE(0)
  if (length < 8 || length > MAX_MESSAGE_BYTES) return { message: { kind: 'close' }, rest: Buffer.alloc(0) }
  if (buffer.length < length) return incomplete

  const rest = buffer.subarray(length)
  const code = buffer.readUInt32BE(4)
  if (code === SSL_REQUEST || code === GSS_REQUEST) return { message: { kind: 'encryption' }, rest }
  // PGlite has no second process that could be interrupted.
  if (code === CANCEL_REQUEST) return { message: { kind: 'close' }, rest }
  return { message: { kind: 'unit', bytes: Uint8Array.from(buffer.subarray(0, length)), open: false }, rest }
}

/** AuthenticationCleartextPassword. */
export const askForPassword = Uint8Array.of(0x52, 0, 0, 0, 8, 0, 0, 0, 3)

/** ErrorResponse: severity, SQLSTATE invalid_password, message. */
export const refusePassword = errorResponse('28P01', 'password authentication failed')

function errorResponse(code: string, message: string): Buffer {
  const fields = Buffer.from(`SFATAL\0VFATAL\0C${code}\0M${message}\0\0`)
  const header = Buffer.alloc(5)
  header.write('E')
  header.writeUInt32BE(fields.length + 4, 1)
  return Buffer.concat([header, fields])
}

/** The client's answer to it: `bytes` are the password, without the final zero. */
export function readPassword(buffer: Buffer): Read {
  if (buffer.length < 5) return { message: { kind: 'incomplete' }, rest: buffer }
  const end = 1 + buffer.readUInt32BE(1)
  if (buffer.toString('latin1', 0, 1) !== 'p' || end < 6 || end > MAX_PASSWORD_BYTES) {
    return { message: { kind: 'close' }, rest: Buffer.alloc(0) }
  }
  if (buffer.length < end) return { message: { kind: 'incomplete' }, rest: buffer }
  const bytes = Uint8Array.from(buffer.subarray(5, end - 1))
  return { message: { kind: 'unit', bytes, open: false }, rest: buffer.subarray(end) }
}

const endsUnit = new Set(['Q', 'S', 'F'])
const asksForOutput = new Set(['H', 'c', 'f'])

/**
 * Parse, Bind, Describe and Execute belong together up to their Sync: run separately, another connection's Parse would
 * replace the unnamed statement in between (PostgreSQL's message flow, "Extended Query").
 */
export function readUnit(buffer: Buffer): Read {
  let end = 0
  while (buffer.length >= end + 5) {
    const type = String.fromCharCode(buffer.readUInt8(end))
    const length = buffer.readUInt32BE(end + 1)
    if (type === 'X' || length < 4 || length > MAX_MESSAGE_BYTES) return { message: { kind: 'close' }, rest: buffer }
    if (buffer.length < end + 1 + length) break

    end += 1 + length
    const open = asksForOutput.has(type)
    if (!open && !endsUnit.has(type)) continue
    const bytes = Uint8Array.from(buffer.subarray(0, end))
    return { message: { kind: 'unit', bytes, open }, rest: buffer.subarray(end) }
  }
  return { message: { kind: 'incomplete' }, rest: buffer }
}
