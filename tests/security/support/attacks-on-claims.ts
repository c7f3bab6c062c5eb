import type { Forged, Target } from '@/tests/security/support/attacks-on-keys'
import type { Forgery } from '@/tests/unit/support/forge-token'

const deep = (depth: number): unknown => (depth === 0 ? 'member' : [deep(depth - 1)])

/** Signed by the issuer, but not a valid access token. */
const faults = (now: number): Readonly<Record<string, Forgery>> => ({
  'typ JWT': { header: { typ: 'JWT' } },
  'typ id+jwt': { header: { typ: 'id+jwt' } },
  'typ logout+jwt': { header: { typ: 'logout+jwt' } },
  'typ secevent+jwt': { header: { typ: 'secevent+jwt' } },
  'typ text/at+jwt': { header: { typ: 'text/at+jwt' } },
  'typ of a refresh token': { header: { typ: 'rt+jwt' } },
  'typ in a list': { header: { typ: ['at+jwt'] } },
  'no typ': { header: { typ: undefined } },
  'crit unknown': { header: { crit: ['unknown'], unknown: 1 } },
  'crit exp': { header: { crit: ['exp'], exp: now + 60 } },
  'crit b64': { header: { crit: ['b64'], b64: true } },
  'b64 false': { header: { crit: ['b64'], b64: false } },
  'crit empty': { header: { crit: [] } },
  'crit null': { header: { crit: null } },
  'crit in a word': { header: { crit: 'exp' } },
  'zip and a body that is not': { header: { crit: ['zip'], zip: 'DEF' } },
  'aud of another': { payload: { aud: 'https://elsewhere.example' } },
  'aud a list without us': { payload: { aud: ['https://elsewhere.example', 'https://evil.example'] } },
  'aud an empty list': { payload: { aud: [] } },
  'iss another': { payload: { iss: 'https://evil.example' } },
  'iss a list': { payload: { iss: ['https://evil.example'] } },
  'nbf in the future': { payload: { nbf: now + 60 } },
  'nbf no number': { payload: { nbf: 'now' } },
  'iat in the future': { payload: { iat: now + 60 } },
  'exp no safe number': { payload: { exp: 2 ** 60 } },
  'exp beyond all time': { payload: { exp: 1e300 } },
  'exp a fraction': { payload: { exp: now + 60.5 } },
  'exp text': { payload: { exp: String(now + 60) } },
  'roles deeply nested': { payload: { roles: deep(1000) } },
  'roles that are none': { payload: { roles: ['root'] } },
  'two roles': { payload: { roles: ['member', 'admin'] } },
  'sub that is no id': { payload: { sub: "x' OR '1'='1" } },
  'sid with a NUL': { payload: { sid: 'a\0b' } },
  'sid with a colon, as in keys of Redis': { payload: { sid: 'a:b' } },
  'a counter below zero': { payload: { generation: -1 } },
  'a counter that is text': { payload: { access_version: '0' } },
})

export function attacksOnClaims({ mint }: Target, claims: readonly string[], now: number): Forged {
  const absent = claims.map((claim) => [`no ${claim}`, mint({ payload: { [claim]: undefined } })])
  // No check depends on the client that a token was issued to.
  const judged = claims.filter((claim) => claim !== 'client_id')
  const empty = judged.map((claim) => [`${claim} null`, mint({ payload: { [claim]: null } })])
  const wrong = judged.map((claim) => [`${claim} an object`, mint({ payload: { [claim]: { '': 1 } } })])
  const others = Object.entries(faults(now)).map(([name, forgery]) => [name, mint(forgery)])
  return Object.fromEntries([...absent, ...empty, ...wrong, ...others])
}

/** Issued by us, and expired. */
export function expiredTokens({ mint }: Target, now: number): Forged {
  return {
    'exp long ago': mint({ payload: { exp: now - 60 } }),
    'exp within the tolerance for clocks': mint({ payload: { exp: now } }),
    'exp zero': mint({ payload: { exp: 0 } }),
    'exp negative': mint({ payload: { exp: -now } }),
    'issued long ago, for longer than we issue': mint({ payload: { iat: now - 86_400, exp: now + 86_400 } }),
  }
}
