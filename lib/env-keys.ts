/**
 * The keys that seal cookies and sign tokens. `SESSION_PASSWORDS` and `JWT_KEYS` hold all of them in two values. Where
 * values cannot be read again, as on Vercel, each key has its own variables (`SESSION_PASSWORD_<ID>`, `JWT_KEY_<ID>`),
 * and `KEY_IN_USE` names the one that seals and signs: a rotation then changes no old value. Runs anywhere.
 */

import * as z from 'zod/mini'
import type { Source } from '@/lib/env-sources'

/** Comma-separated; the first seals, all open. 32 characters is the minimum of iron-session. */
export const SessionPasswords = z.pipe(
  z.pipe(
    z.string(),
    z.transform((list) => list.split(',').map((password) => password.trim())),
  ),
  z
    .array(z.string().check(z.minLength(32, 'passwords of 32 characters or more, separated by commas')))
    .check(z.minLength(1)),
)

// model: bearer
/** 32 bytes (RFC 7518, section 6.2.1). */
const Coordinate = z.string().check(z.regex(/^[\w-]{43}$/))

const PrivateJwk = z.object({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: Coordinate,
  y: Coordinate,
  d: Coordinate,
  kid: z.string().check(z.minLength(1)),
})
export type PrivateJwk = z.infer<typeof PrivateJwk>

/** The second of two keys with one `kid` could never be selected. */
const haveOwnIds = (keys: readonly PrivateJwk[]) => new Set(keys.map(({ kid }) => kid)).size === keys.length

/** A JWK set (RFC 7517, section 5) of private ES256 keys; the first signs, all verify. */
export const JwtKeys = z.pipe(
  z.pipe(
    z.string(),
    z.transform((json) => parseJson(json)),
  ),
  z.object(
    {
      keys: z
        .array(PrivateJwk, 'a JWK set of private P-256 keys')
        .check(z.minLength(1, 'at least one key'), z.refine(haveOwnIds, 'keys with a kid of their own each')),
    },
    'a JWK set of private P-256 keys, as JSON',
  ),
)

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return null
  }
}

/**
 * A key in a variable of its own is the base64url of its JWK, without quotes that a shell, a dashboard or an `.env`
 * file would interpret.
 */
function parseJwk(value: string): unknown {
  return parseJson(value.startsWith('{') ? value : decode(value))
}

function decode(base64url: string): string {
  try {
    return atob(base64url.replaceAll('-', '+').replaceAll('_', '/'))
  } catch {
    return ''
  }
}
// end

const ofOneKey = /^(?:SESSION_PASSWORD|JWT_KEY)_(\w+)$/

export interface Collected {
  /** The two lists with the keys of every variable, the one in use first. Empty where no key has its own variable. */
  keys: {
    SESSION_PASSWORDS?: string
    JWT_KEYS?: string // model: bearer
  }
  problems: readonly string[]
}

/** @param values normalised by `tidy` */
export function collectKeys(values: Source): Collected {
  const ids = [...new Set(Object.keys(values).flatMap((name) => name.match(ofOneKey)?.[1] ?? []))].sort().reverse()
  const used = values.KEY_IN_USE ?? (hasLists(values) ? undefined : ids[0])
  const problems = problemsOf(ids, values)
  if (ids.length === 0 || problems.length > 0) return { keys: {}, problems }

  const first = ids.filter((id) => id === used)
  const others = ids.filter((id) => id !== used)
  const inOrder = (list: readonly string[], of: (id: string) => string) =>
    first.length > 0 ? [...first.map(of), ...list, ...others.map(of)] : [...list, ...others.map(of)]
  const { SESSION_PASSWORDS } = values
  // model: bearer
  const { JWT_KEYS } = values
  const keys = JWT_KEYS ? (JwtKeys.safeParse(JWT_KEYS).data?.keys ?? []) : []
  // end
  return {
    keys: {
      SESSION_PASSWORDS: inOrder(SESSION_PASSWORDS ? [SESSION_PASSWORDS] : [], (id) => password(id, values)).join(','),
      // model: bearer
      // An invalid set is passed on unchanged, so that the schema reports it.
      JWT_KEYS:
        JWT_KEYS && keys.length === 0
          ? JWT_KEYS
          : `{"keys":[${inOrder(
              keys.map((key) => JSON.stringify(key)),
              (id) => JSON.stringify(parseJwk(jwk(id, values))),
            ).join(',')}]}`,
      // end
    },
    problems,
  }
}

// model: bearer
const hasLists = ({ SESSION_PASSWORDS, JWT_KEYS }: Source) => Boolean(SESSION_PASSWORDS && JWT_KEYS)
// end, otherwise: const hasLists = ({ SESSION_PASSWORDS }: Source) => Boolean(SESSION_PASSWORDS)
const password = (id: string, values: Source) => values[`SESSION_PASSWORD_${id}`] ?? ''
const jwk = (id: string, values: Source) => values[`JWT_KEY_${id}`] ?? '' // model: bearer

function problemsOf(ids: readonly string[], values: Source): readonly string[] {
  const { KEY_IN_USE: used } = values
  const unknown = used && !ids.includes(used) ? ['KEY_IN_USE: must be the <ID> of a SESSION_PASSWORD_<ID>'] : []
  const undecided =
    !used && ids.length > 1 && !hasLists(values)
      ? [`KEY_IN_USE: missing; set it to the key that seals and signs, one of ${ids.join(', ')}`]
      : []
  return [...unknown, ...undecided, ...ids.flatMap((id) => problemsOfKey(id, values))]
}

function problemsOfKey(id: string, values: Source): readonly string[] {
  const text = password(id, values)
  const isJwk = PrivateJwk.safeParse(parseJwk(jwk(id, values))).success // model: bearer
  const wrongPassword = text.length < 32 || text.includes(',')
  return [
    ...(wrongPassword
      ? [`SESSION_PASSWORD_${id}: ${text ? 'must be 32 characters or more, without commas' : 'missing'}`]
      : []),
    ...(isJwk ? [] : [`JWT_KEY_${id}: ${jwk(id, values) ? 'must be what "npm run keys" prints' : 'missing'}`]), // model: bearer
  ]
}
