// feature: tokens (this file)
/** What a token says, to anyone who holds it: nothing here was verified, and nothing is decided by it. */

export interface DecodedToken {
  header: object
  claims: object
}

/** @returns null for what is no JWT */
export function decodeToken(token: string): DecodedToken | null {
  const [header, claims] = token.split('.').map(decodePart)
  return header && claims ? { header, claims } : null
}

function decodePart(part: string): object | null {
  try {
    const bytes = Uint8Array.from(atob(part.replaceAll('-', '+').replaceAll('_', '/')), (byte) => byte.charCodeAt(0))
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes))
    return typeof value === 'object' ? value : null
  } catch {
    return null
  }
}
