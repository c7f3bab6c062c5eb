import { decodeJwt, decodeProtectedHeader } from 'jose'
import { expect, test } from 'vitest'
import { askRedis } from '@/lib/session/redis'
import { keys } from '@/lib/session/revocation/keys'
import { newPerson } from '@/tests/integration/support/person'
import { start } from '@/tests/integration/support/session'
import { withSettings } from '@/tests/integration/support/settings'
import { exchange } from '@/tests/integration/support/tokens'
import { models } from '@/tests/support/models'

/** The cache key of a token, which is no secret, and its value. */
async function kept(token: string) {
  const { sid, generation, site_generation, access_version, roles, aud } = decodeJwt(token)
  const { kid } = decodeProtectedHeader(token)
  const key = keys.token(String(sid), [generation, site_generation, access_version, roles, kid, aud].join(':'))
  return { key, value: await askRedis((redis) => redis.get<string>(key)) }
}

const begin = async (model: (typeof models)[number]) => {
  const { userId } = await newPerson()
  const started = await start(model, userId)
  return { userId, ...started, ...(await exchange(started.cookies)) }
}

test.each(models)('an attacker who can write to Redis gets no token of another %s session', (model) =>
  withSettings({ TOKEN_CACHE: 'on' }, async () => {
    const [victim, attacker] = [await begin(model), await begin(model)]
    expect((await exchange(attacker.cookies)).token).toBe(attacker.token)

    const [theirs, own] = [await kept(victim.token), await kept(attacker.token)]
    await askRedis((redis) => redis.mset({ [own.key]: theirs.value, [theirs.key]: own.value }))

    expect(decodeJwt((await exchange(attacker.cookies)).token).sub).toBe(attacker.userId)
    expect(decodeJwt((await exchange(victim.cookies)).token).sub).toBe(victim.userId)
  }),
)

test.each(models)('a cached token is refused for a %s session that has ended', (model) =>
  withSettings({ TOKEN_CACHE: 'on' }, async () => {
    const { cookies, token, session } = await begin(model)
    await askRedis((redis) => redis.set(keys.denied(session.id), '1'))

    expect((await kept(token)).value).toMatch(/^Fe26/)
    expect(await exchange(cookies)).toMatchObject({ status: 401, code: 'revoked', token: '' })
  }),
)
