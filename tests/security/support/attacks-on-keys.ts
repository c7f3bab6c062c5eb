import type { KeyObject } from 'node:crypto'
import { families, hmac, publicSpellings } from '@/tests/security/support/attack-signers'
import { encode, es256, type Forgery, foreignKey } from '@/tests/unit/support/forge-token'

/** The issuer whose tokens are forged: data for every service that accepts them. */
export interface Target {
  /** A token as the issuer signs it, but for these changes; another `sign` forges one without the issuer's key. */
  mint: (forgery?: Forgery) => string
  key: KeyObject
  kid: string
  /** An address that must never be fetched. */
  evil: string
}

export type Forged = Readonly<Record<string, string>>

const stranger = foreignKey()
function confusions({ mint, key, kid }: Target): Forged {
  const spellings = Object.entries(publicSpellings(key, kid))
  const forged = spellings.flatMap(([spelling, secret]) =>
    ['256', '384', '512'].map((bits) => {
      const token = mint({ header: { alg: `HS${bits}` }, sign: hmac(`sha${bits}`, secret) })
      return [`HS${bits} with the public key (${spelling})`, token]
    }),
  )
  return Object.fromEntries([...forged, ['HS256 under our name', mint({ sign: hmac('sha256', '') })]])
}

function unsigned({ mint }: Target): Forged {
  const names = ['none', 'None', 'NONE', 'nOnE', 'NonE', 'none ', ' none', '', 'null', 'es256', 'ES256 ']
  const others = [undefined, null, 0, true, ['ES256'], ['none'], { name: 'ES256' }]
  const forged = [...names, ...others].flatMap((alg) => [
    [`alg ${JSON.stringify(alg)}, our signature`, mint({ header: { alg } })],
    [`alg ${JSON.stringify(alg)}, one byte`, mint({ header: { alg }, sign: () => Buffer.of(0) })],
    [`alg ${JSON.stringify(alg)}, zeros`, mint({ header: { alg }, sign: () => Buffer.alloc(64) })],
  ])
  return Object.fromEntries(forged)
}

/** A key of the attacker, which the token contains or refers to. */
function broughtKeys({ mint, kid, evil }: Target): Forged {
  const jwk = { ...stranger.publicKey.export({ format: 'jwk' }), kid, alg: 'ES256' }
  const der = stranger.publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
  const ways: Readonly<Record<string, object>> = {
    'nothing at all': {},
    jwk: { jwk },
    'jwk without a kid': { jwk, kid: undefined },
    jku: { jku: `${evil}/jwks.json` },
    'jku and an unknown kid': { jku: `${evil}/jwks.json`, kid: 'unknown' },
    x5u: { x5u: `${evil}/cert.pem` },
    x5c: { x5c: [der] },
    x5t: { x5t: encode('thumbprint'), 'x5t#S256': encode('thumbprint') },
    'a kid that is an address': { kid: `${evil}/jwks.json` },
    'all of them': { jwk, jku: `${evil}/jwks.json`, x5u: `${evil}/cert.pem`, x5c: [der] },
  }
  const sign = es256(stranger.privateKey)
  const forged = Object.entries(ways).map(([way, header]) => [`a foreign key by ${way}`, mint({ header, sign })])
  return Object.fromEntries(forged)
}

const strangeKids: readonly unknown[] = [
  ...[undefined, null, '', 0, -1, true, [], {}, 'unknown', ' ', '*', '%', '\0', '__proto__', 'constructor', 'toString'],
  ...['../../../../dev/null', '/dev/null', 'file:///etc/passwd', 'C:\\windows\\win.ini', 'ldap://127.0.0.1/x'],
  ...["' OR '1'='1", "x' UNION SELECT 'secret", 'x"; DROP TABLE "User"; --', 'k'.repeat(1000), '|id', '$(id)', '`id`'],
]

/** A kid that names no key: signed by the issuer, or with the secret that such a kid may lead to. */
function kids({ mint, kid }: Target): Forged {
  const kinds = [...strangeKids, [kid], { kid }, `${kid} `, `${kid}\0`, kid.toUpperCase() + kid.toLowerCase()]
  const forged = kinds.flatMap((strange) => {
    const name = `kid ${JSON.stringify(strange)?.slice(0, 40)}`
    const empty = mint({ header: { kid: strange, alg: 'HS256' }, sign: hmac('sha256', '') })
    return [
      [`${name}, our signature`, mint({ header: { kid: strange } })],
      [`${name}, an empty secret`, empty],
    ]
  })
  return Object.fromEntries(forged)
}

function otherFamilies({ mint }: Target): Forged {
  const forged = Object.entries(families).flatMap(([alg, signInput]) => [
    [`${alg} by its name`, mint({ header: { alg }, sign: signInput })],
    [`${alg} by ours`, mint({ sign: signInput })],
    [`${alg} over our signature`, mint({ header: { alg } })],
  ])
  return Object.fromEntries(forged)
}

/** Attacks on the algorithm and the key: each is refused for these alone, with any claims. */
export function attacksOnKeys(target: Target): Forged {
  return {
    ...unsigned(target),
    ...confusions(target),
    ...otherFamilies(target),
    ...broughtKeys(target),
    ...kids(target),
  }
}
