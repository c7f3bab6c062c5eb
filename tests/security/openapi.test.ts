import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { describeApi } from '@/lib/server/api/openapi/document'
import { as, asNobody, oddCalls } from '@/tests/security/support/api-calls'
import { answersIn, operationsIn, type PossibleAnswer } from '@/tests/security/support/api-description'
import { ApiJudge } from '@/tests/security/support/api-judge'
import { ofTheRest } from '@/tests/security/support/api-other-provocations'
import { ofSessionsAndNotes, type Provocation } from '@/tests/security/support/api-provocations'
import { type ApiStage, startApiStage } from '@/tests/security/support/api-stage'
import { ofEveryToken } from '@/tests/security/support/api-token-provocations'

/* Compares the API with its description: the test provokes every described answer and validates it. */

const provocations = [...ofSessionsAndNotes, ...ofEveryToken, ...ofTheRest]

/** Described, because a handler can return it, but no request provokes it. */
const beyondReach: Readonly<Record<string, string>> = {
  'listNotes 403 forbidden': 'there is no role that may not read notes',
  'getNote 403 forbidden': 'there is no role that may not read notes',
}

const source: object = JSON.parse(JSON.stringify(describeApi()))

let stage: ApiStage
let judge: ApiJudge

beforeAll(async () => {
  stage = await startApiStage()
  const published = await asNobody({ path: '/api/openapi.json' })(stage)
  judge = new ApiJudge(Object(published.json()))
})
afterAll(() => stage?.stop())

const nameOf = ({ operationId, status, code }: PossibleAnswer) =>
  [operationId, status, code].filter((word) => word !== null).join(' ')

test('every described answer is provoked below or cannot be provoked, and every provoked answer is described', () => {
  const provoked = new Set(provocations.map(nameOf))
  const described = answersIn(source).map(nameOf)

  expect(described.length).toBeGreaterThan(60)
  expect(described.filter((name) => !(name in beyondReach)).toSorted()).toEqual([...provoked].toSorted())
  expect(Object.keys(beyondReach).filter((name) => !described.includes(name))).toEqual([])
})

test('the served description equals the source, for pages of every origin, and is cacheable', async () => {
  const answer = await asNobody({ path: '/api/openapi.json', headers: { Origin: 'https://evil.example' } })(stage)

  expect(answer.json()).toEqual(source)
  expect(answer.headers.get('access-control-allow-origin')).toBe('*')
  expect(answer.headers.get('cache-control')).toBe('public, max-age=300')
  expect(answer.setCookies).toEqual([])
})

async function expectAsDescribed({ operationId, status, code, ask }: Provocation) {
  const answer = await ask(stage)
  const said = status === 204 || status === 304 || answer.body === '' ? {} : Object(answer.json())
  expect({ status: answer.status, code: said.code ?? said.error ?? null }, answer.body).toEqual({ status, code })
  expect(judge.complaints(operationId, answer)).toEqual([])
}

/** Exceeded limits last: after them, every login is refused for a while. */
const when = (away: Provocation['away']) =>
  provocations
    .filter((one) => one.away === away)
    .map((one) => ({ ...one, name: nameOf(one) }))
    .toSorted((one, other) => Number(one.status === 429) - Number(other.status === 429))

describe.for(operationsIn(source))('$method $path', ({ operationId, method, path }) => {
  test.for(Object.entries(oddCalls))('answers as described when it is sent %s', async ([, call]) => {
    // No client sends these methods with a body.
    const { body = '', ...rest } = call
    const question = method === 'GET' || method === 'OPTIONS' ? rest : { ...rest, body }
    const answer = await asNobody({ ...question, method, path })(stage)
    expect(judge.complaints(operationId, answer)).toEqual([])
  })
})

describe('noticed is', () => {
  const me = () => as('member', { path: '/api/me' })(stage)
  const tamperedWith = async (change: object) => judge.complaints('getMe', { ...(await me()), ...change })

  test('nothing about an answer as it is', async () => {
    expect(await tamperedWith({})).toEqual([])
  })

  test('an undescribed status', async () => {
    expect(await tamperedWith({ status: 418 })).toEqual(['418 is not described'])
  })

  test('a body with something more, with something less, and of another type', async () => {
    const body = Object((await me()).json())
    const html = new Headers({ 'content-type': 'text/html', 'cache-control': 'no-store' })

    expect(await tamperedWith({ body: JSON.stringify({ ...body, secret: 'x' }) })).toHaveLength(1)
    expect(await tamperedWith({ body: JSON.stringify({ ...body, session: undefined }) })).toHaveLength(1)
    expect(await tamperedWith({ headers: html })).toEqual(['the type text/html is not described'])
  })

  test('a missing header, and an undescribed one', async () => {
    const headers = new Headers({ 'content-type': 'application/json', 'retry-after': '5' })

    expect(await tamperedWith({ headers })).toEqual([
      'the header retry-after is not described',
      'the header Cache-Control is missing, or not as described',
    ])
  })
})

describe('as described is', () => {
  test.for(when(null))('$name', expectAsDescribed)
})

describe.for(['redis', 'postgres'] as const)('with %s unavailable as described is', (store) => {
  beforeAll(() => stage[store].cut())
  afterAll(() => stage[store].restore())

  test.for(when(store))('$name', expectAsDescribed)
})
