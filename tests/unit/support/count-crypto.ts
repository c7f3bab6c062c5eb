import { vi } from 'vitest'

const operations = [
  ...(['decrypt', 'deriveBits', 'deriveKey', 'digest', 'encrypt'] as const),
  ...(['exportKey', 'generateKey', 'importKey', 'sign', 'unwrapKey', 'verify', 'wrapKey'] as const),
]

/** Counts every call into the platform's cryptography, which works as before. */
export async function countCrypto(work: () => Promise<unknown>): Promise<number> {
  const spies = operations.map((operation) => vi.spyOn(crypto.subtle, operation))
  try {
    await work()
    return spies.reduce((sum, { mock }) => sum + mock.calls.length, 0)
  } finally {
    for (const spy of spies) spy.mockRestore()
  }
}
