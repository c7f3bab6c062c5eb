/** The order of P-256 (FIPS 186-5). */
export const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n

export const toBytes = (value: bigint) => Buffer.from(value.toString(16).padStart(64, '0'), 'hex')
const toNumber = (bytes: Uint8Array) => BigInt(`0x${Buffer.from(bytes).toString('hex')}`)

/** A token with another signature under the same header and payload. */
export function resign(token: string, change: (r: bigint, s: bigint) => Uint8Array): string {
  const [head = '', body = '', signature = ''] = token.split('.')
  const bytes = Buffer.from(signature, 'base64url')
  const changed = change(toNumber(bytes.subarray(0, 32)), toNumber(bytes.subarray(32)))
  return [head, body, Buffer.from(changed).toString('base64url')].join('.')
}

/** An attacker can make it from a genuine one, without the key, and it verifies. */
export const turnSignature = (token: string) => resign(token, (r, s) => Buffer.concat([toBytes(r), toBytes(order - s)]))
