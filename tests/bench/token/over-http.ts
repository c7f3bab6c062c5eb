import { decodeJwt } from 'jose'
import * as z from 'zod'
import { type Lane, takeTurns } from '@/tests/bench/support/turns'
import { type Comparison, compareWithGood, good } from '@/tests/bench/token/comparison'
import type { Application } from '@/tests/support/application'
import { logInByForm } from '@/tests/support/log-in'
import { es256, foreignKey, forge } from '@/tests/unit/support/forge-token'

/** The same from the view of a caller: `GET /api/me` with a good token, and with forged ones. */

const Token = z.object({ access_token: z.string() })

export async function measureOverHttp(app: Application, quick: boolean): Promise<Comparison> {
  const visitor = await logInByForm(app, 'signed')
  const token = Token.parse((await visitor.send('POST', '/api/token')).json()).access_token
  const lanes = Object.entries(variantsOf(token)).map(
    ([name, value]): Lane => ({
      ...{ name, url: `${app.url}/api/me`, method: 'GET', body: () => '' },
      headers: { authorization: `Bearer ${value}` },
      status: name === good ? 200 : 401,
    }),
  )
  const { turns } = await takeTurns(lanes, { connections: 1, requests: 4, seconds: quick ? 0 : 30 })
  const timesOf = (lane: string) => turns.flatMap((turn) => turn.get(lane)?.durations ?? [])
  const byName = new Map(lanes.map(({ name }) => [name, timesOf(name)]))
  return compareWithGood({ heading: 'GET /api/me with', byName, digits: 2 })
}

function variantsOf(token: string): Readonly<Record<string, string>> {
  const payload = decodeJwt(token)
  return {
    [good]: token,
    'alg none': forge({ header: { alg: 'none' }, payload, sign: () => Buffer.from('AA') }),
    'a foreign key under our kid': forge({ payload, sign: es256(foreignKey().privateKey) }),
    'an id token': forge({ header: { typ: 'JWT' }, payload }),
    'another audience': forge({ payload: { ...payload, aud: 'https://elsewhere.example' } }),
    expired: forge({ payload: { ...payload, exp: Number(payload.iat) - 60 } }),
    'white space': 'a b c',
  }
}
