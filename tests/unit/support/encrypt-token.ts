import { createCipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { CompactEncrypt, type CompactJWEHeaderParameters } from 'jose'
import { env } from '@/lib/env'
import { encode } from './forge-token'

/** An encrypted token made by jose, with any header that it writes, or by hand, with any header at all. */

const derive = (password: string, label: string, length: number) =>
  Buffer.from(hkdfSync('sha256', password, '', `signed access cookie: ${label}`, length))

/** Derived by Node and not by the code that is tested. */
export function encryptionKey([password = ''] = env().SESSION_PASSWORDS) {
  return { kid: derive(password, 'kid', 12).toString('base64url'), key: derive(password, 'A256GCM', 32) }
}

export const encryptedHeader = () => ({
  ...{ alg: 'dir', enc: 'A256GCM', typ: 'JWT', cty: 'JWT' },
  kid: encryptionKey().kid,
})

/** What jose encrypts with. */
type Key = Parameters<CompactEncrypt['encrypt']>[0]

export interface Encryption {
  /** Laid over the genuine header; `undefined` takes a parameter out. */
  header?: Record<string, unknown>
  key?: Key
}

export function encrypt(text: string, { header = {}, key = encryptionKey().key }: Encryption = {}): Promise<string> {
  const protectedHeader: CompactJWEHeaderParameters = { ...encryptedHeader(), ...header }
  return new CompactEncrypt(new TextEncoder().encode(text)).setProtectedHeader(protectedHeader).encrypt(key)
}

/** With our own key, under a header that no library would write. @param head as it is, not laid over anything */
export function encryptByHand(text: string | Uint8Array, head = JSON.stringify(encryptedHeader())): string {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', encryptionKey().key, iv).setAAD(Buffer.from(encode(head)))
  const ciphertext = Buffer.concat([cipher.update(Buffer.from(text)), cipher.final()])
  return [encode(head), '', encode(iv), encode(ciphertext), encode(cipher.getAuthTag())].join('.')
}
