import { cookieNames } from '@/lib/session/cookies'
import type { Model } from '@/lib/session/models'
import type { Held } from '@/tests/security/support/layers'
import type { Visitor } from '@/tests/support/visitor'
import { turnSignature } from '@/tests/unit/support/resign'
import { respelledSeals, respellings } from '@/tests/unit/support/respell'

export interface Spelling extends Held {
  name: string
  /** Whether it is a valid credential before the session ends; otherwise it never is. */
  isValid: boolean
}

type Way = readonly [name: string, respell: (value: string) => string]

/** iron-session accepts all of these: the MAC covers the same seal. */
const sealWays: readonly Way[] = [
  ['last character flipped', (seal) => first(respelledSeals(seal))],
  ['with = behind its MAC', (seal) => seal.replace('~2', '=~2')],
  ['without ~2', (seal) => seal.replace('~2', '')],
  ['with ~1', (seal) => seal.replace('~2', '~1')],
]

const turned: Way = ['s turned to n-s', turnSignature]

/** jose verifies all of these; we accept the strict compact form only, which leaves only `turned`. */
const looseWays: readonly Way[] = [
  ['last character flipped', (token) => token.replace(/[^.]+$/, (signature) => first(respellings(signature)))],
  ['with = behind', (token) => `${token}=`],
  ['with a blank inside', (token) => token.replace('.', '. ')],
]

function first([other]: readonly string[]): string {
  if (!other) throw new Error('no bits to spare: this credential has one spelling only')
  return other
}

/** The credentials of a login, without its other cookies. */
export function cookiesOf({ cookies }: Visitor): Readonly<Record<string, string>> {
  const credentials = cookies.filter(({ name }) => Object.values<string>(cookieNames).includes(name))
  return Object.fromEntries(credentials.map(({ name, value }) => [name, value]))
}

/**
 * The credentials that an application issues: the cookies of a login, each of several by itself, and a token as a
 * bearer.
 */
export function credentialsOf(model: Model, cookies: Readonly<Record<string, string>>): readonly Spelling[] {
  const saved: Spelling = { name: 'as saved', isValid: true, cookies }
  if (model !== 'signed') return [saved]

  const { access, refresh } = tokensIn(cookies)
  return [
    saved,
    { name: 'access token alone', isValid: true, cookies: { '__Host-signed': access } },
    { name: 'refresh token alone', isValid: true, cookies: { '__Host-refresh': refresh } },
    bearer('as saved', access, true),
  ]
}

/**
 * Every credential that an attacker with a copy of these cookies, and without a key, can present. The first is the copy
 * itself.
 */
export function spellingsOf(model: Model, cookies: Readonly<Record<string, string>>): readonly Spelling[] {
  const respelledOnes = model === 'signed' ? respelledTokens(cookies) : respelled(cookies, `__Host-${model}`, sealWays)
  return [...credentialsOf(model, cookies), ...respelledOnes]
}

const tokensIn = ({
  '__Host-signed': access = '',
  '__Host-refresh': refresh = '',
}: Readonly<Record<string, string>>) => {
  return { access, refresh }
}

const bearer = (name: string, token: string, isValid: boolean): Spelling => {
  return { name: `bearer ${name}`, isValid, cookies: {}, authorization: `Bearer ${token}` }
}

function respelledTokens(cookies: Readonly<Record<string, string>>): readonly Spelling[] {
  const { access, refresh } = tokensIn(cookies)
  const alone = { '__Host-signed': access }
  return [
    ...respelled(cookies, '__Host-signed', [turned, ...looseWays]),
    ...respelled(alone, '__Host-signed', [turned]),
    ...respelled(alone, '__Host-signed', looseWays, false),
    ...respelled({ '__Host-refresh': refresh }, '__Host-refresh', sealWays),
    bearer(turned[0], turnSignature(access), true),
    ...looseWays.map(([name, respell]) => bearer(name, respell(access), false)),
  ]
}

function respelled(cookies: Readonly<Record<string, string>>, cookie: string, ways: readonly Way[], isValid = true) {
  return ways.map(([name, respell]) => {
    const value = respell(cookies[cookie] ?? '')
    return { name: `${Object.keys(cookies).join(' and ')}, ${name}`, isValid, cookies: { ...cookies, [cookie]: value } }
  })
}
