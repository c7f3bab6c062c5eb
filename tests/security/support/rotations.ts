import { execFile } from 'node:child_process'
import { createPrivateKey } from 'node:crypto'
import { join } from 'node:path'
import { parseEnv, promisify } from 'node:util'
import * as z from 'zod'
import { collectKeys } from '@/lib/env-keys'
import { tidy } from '@/lib/env-sources'
import { es256 } from '@/tests/unit/support/forge-token'

const Lists = z.object({ SESSION_PASSWORDS: z.string(), JWT_KEYS: z.string() })

/** The key variables of one deploy. An empty one is unset, and overrides the variable of the given application. */
export type Keys = Readonly<Record<string, string>>

/** The variables of each deploy of a rotation; the keys from before it come first. */
export type Rotation = Readonly<Record<'before' | 'rotated' | 'promoted' | 'retired', Keys>>

/** The output of `npm run keys -- --STEP`. @param keys of the environment in which it runs */
async function printed(
  step: 'rotate' | 'promote' | 'retire' | 'add',
  keys: Keys = {},
): Promise<Record<string, string>> {
  const { PATH, HOME, NODE_ENV } = process.env
  const args = ['--import', 'tsx', join(process.cwd(), 'scripts/keys.ts'), `--${step}`]
  const { stdout } = await promisify(execFile)(process.execPath, args, { env: { PATH, HOME, NODE_ENV, ...keys } })
  return z.record(z.string(), z.string()).parse(parseEnv(stdout))
}

/** All keys in two lists: each step reads the values of the step before. */
async function inLists(given: Keys): Promise<Rotation> {
  const before = Lists.parse(given)
  const rotated = Lists.parse(await printed('rotate', before))
  const promoted = Lists.parse(await printed('promote', rotated))
  return { before, rotated, promoted, retired: Lists.parse(await printed('retire', promoted)) }
}

const withoutLists = { SESSION_PASSWORDS: '', JWT_KEYS: '' }

/** A variable for each key: no step reads an old value. */
async function inNamedVariables(given: Keys): Promise<Rotation> {
  const { SESSION_PASSWORDS, JWT_KEYS } = Lists.parse(given)
  const [jwk] = PrivateKeySet.parse(JSON.parse(JWT_KEYS)).keys
  const own = { SESSION_PASSWORD_FIRST: SESSION_PASSWORDS, JWT_KEY_FIRST: toBase64url(jwk), KEY_IN_USE: 'FIRST' }
  return withAddedKey({ ...withoutLists, ...own })
}

/** From unreadable lists to a variable for each key. */
const outOfLists = (given: Keys) => withAddedKey(Lists.parse(given))

async function withAddedKey(before: Keys): Promise<Rotation> {
  const added = await printed('add')
  const inUse = { KEY_IN_USE: idOf(added) }
  return {
    before,
    rotated: { ...before, ...added },
    promoted: { ...before, ...added, ...inUse },
    retired: { ...withoutLists, ...added, ...inUse },
  }
}

export const rotations = {
  'in lists': inLists,
  'in a variable for each key': inNamedVariables,
  'from lists to a variable for each key': outOfLists,
} as const

const toBase64url = (jwk: object) => Buffer.from(JSON.stringify(jwk)).toString('base64url')
const idOf = (added: Keys) =>
  Object.keys(added)
    .flatMap((name) => name.match(/^SESSION_PASSWORD_(\w+)$/)?.[1] ?? [])
    .join()

/** Both lists of a deploy. The test states the expected order. */
const listsOf = (keys: Keys) => Lists.parse({ ...keys, ...collectKeys(tidy(keys)).keys })

const KeySet = z.object({ keys: z.array(z.object({ kid: z.string() })) })
export const kidsIn = (set: unknown) => KeySet.parse(set).keys.map(({ kid }) => kid)

export const kidsOf = (keys: Keys) => kidsIn(JSON.parse(listsOf(keys).JWT_KEYS))
const texts = { kty: z.string(), crv: z.string(), x: z.string(), y: z.string(), d: z.string(), kid: z.string() }
const PrivateKeySet = z.object({ keys: z.tuple([z.object(texts)], z.unknown()) })

/** The key with which a process with these keys signs. */
export function signerOf(keys: Keys) {
  const [jwk] = PrivateKeySet.parse(JSON.parse(listsOf(keys).JWT_KEYS)).keys
  return { header: { kid: jwk.kid }, sign: es256(createPrivateKey({ key: jwk, format: 'jwk' })) }
}
