import 'server-only'
import { env } from '@/lib/env'
import { isHashOf, sha256 } from '@/lib/server/ids'

/**
 * Whether an Authorization header is that of the registered resource server: Basic, with id and secret encoded as in a form
 * (RFC 6749, section 2.3.1). Hashed first, so that the comparison takes the same time at any length.
 */
export function isResourceServer(authorization: string | null): boolean {
  const { RESOURCE_SERVER_ID: id, RESOURCE_SERVER_SECRET: secret } = env()
  const presented = basicCredentials(authorization)
  return (
    id !== undefined && secret !== undefined && presented !== null && isHashOf(sha256(`${id}:${secret}`), presented)
  )
}

/** @returns null for what is no Basic header (RFC 7617, section 2) */
function basicCredentials(authorization: string | null): string | null {
  const [, encoded] = /^Basic +([A-Za-z0-9+/]+=*)$/i.exec(authorization ?? '') ?? []
  const decoded = Buffer.from(encoded ?? '', 'base64').toString('utf8')
  const colon = decoded.indexOf(':')
  if (colon === -1) return null

  return `${decodeForm(decoded.slice(0, colon))}:${decodeForm(decoded.slice(colon + 1))}`
}

const decodeForm = (encoded: string) =>
  new URLSearchParams(`value=${encoded.replaceAll('&', '%26')}`).get('value') ?? ''
