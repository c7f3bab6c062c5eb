// feature: tokens (this file)
/** Decodes a token without verifying it, as anyone who holds it can. Display only: no decision may depend on it. */

export interface DecodedToken {
  header: object
  claims: object
}

/** @returns null if it is not a JWT */
export function decodeToken(token: string): DecodedToken | null {
  const [header, claims] = token.split('.').map(decodePart)
  return header && claims ? { header, claims } : null
}

/** @returns null for what is no base64url of a JSON object */
export function decodePart(part: string): object | null {
  try {
    const bytes = Uint8Array.from(atob(part.replaceAll('-', '+').replaceAll('_', '/')), (byte) => byte.charCodeAt(0))
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes))
    return typeof value === 'object' ? value : null
  } catch {
    return null
  }
}
