import { Validator } from '@seriousme/openapi-schema-validator'
import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { describeApi } from '@/lib/server/api/openapi/document'
import { securitySchemes } from '@/lib/server/api/openapi/security'

/** As a reader gets it: what JSON cannot say is gone. */
const Document = z.looseObject({ paths: z.record(z.string(), z.record(z.string(), z.looseObject({}))) })
const sent = () => Document.parse(JSON.parse(JSON.stringify(describeApi())))
const operations = Object.values(sent().paths).flatMap((methods) => Object.values(methods))

const check = (document: z.infer<typeof Document>) => new Validator().validate(document)

test('the description is OpenAPI 3.1, by a validator that is not ours', async () => {
  const validator = new Validator()

  expect(await validator.validate(sent())).toEqual({ valid: true })
  expect(validator.version).toBe('3.1')
})

test.each([
  ['without a title', { info: { version: '1' } }],
  ['with a method that HTTP does not have', { paths: { '/x': { fetch: { responses: {} } } } }],
  ['with an answer that says nothing', { paths: { '/x': { get: { responses: { 200: {} } } } } }],
  ['with a parameter from nowhere', { paths: { '/x': { get: { parameters: [{ name: 'a', in: 'body' }] } } } }],
])('a description %s would not pass', async (_, change) => {
  expect((await check({ ...sent(), ...change })).valid).toBe(false)
})

test('every operation has a name of its own, and a sentence', () => {
  const names = operations.map(({ operationId }) => operationId)

  expect(new Set(names).size).toBe(operations.length)
  expect(operations.length).toBeGreaterThan(10)
  expect(operations.filter(({ summary }) => !/^[A-Z].*\.$/.test(String(summary)))).toEqual([])
})

describe('a reference', () => {
  const text = JSON.stringify(sent())
  const references = [...text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name)
  const { schemas } = describeApi().components

  test('leads to a schema, and every schema is led to', () => {
    expect([...new Set(references)].sort()).toEqual(Object.keys(schemas).sort())
    expect(text.match(/"\$ref"/g)).toHaveLength(references.length)
  })

  test('to a way of being let in names one that is described, and each is used', () => {
    const used = new Set(
      operations.flatMap(({ security }) => z.array(z.looseObject({})).parse(security)).flatMap(Object.keys),
    )
    expect([...used].sort()).toEqual(Object.keys(securitySchemes).sort())
  })
})

test('what may be left out of a request has its default beside it', () => {
  const { parameters } = describeApi().paths['/api/notes']?.get ?? {}

  expect(parameters?.find(({ name }) => name === 'limit')?.schema).toEqual({
    default: 20,
    type: 'integer',
    minimum: 1,
    maximum: 100,
  })
})

test('no secret and no address of this deployment is described', () => {
  const text = JSON.stringify(sent())
  for (const name of ['SESSION_PASSWORDS', 'UPSTASH_REDIS_REST_TOKEN', 'CRON_SECRET', 'DATABASE_URL'] as const) {
    expect(text).not.toContain(process.env[name] ?? 'localhost')
  }
})
