import { Validator } from '@seriousme/openapi-schema-validator'
import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { securitySchemes } from '@/lib/server/api/openapi/components'
import { describeApi } from '@/lib/server/api/openapi/document'

/** As a reader receives it: without the values that JSON cannot express. */
const Document = z.looseObject({ paths: z.record(z.string(), z.record(z.string(), z.looseObject({}))) })
const sent = () => Document.parse(JSON.parse(JSON.stringify(describeApi())))
const operations = Object.values(sent().paths).flatMap((methods) => Object.values(methods))

const check = (document: z.infer<typeof Document>) => new Validator().validate(document)

test('the description is valid OpenAPI 3.1 according to an independent validator', async () => {
  const validator = new Validator()

  expect(await validator.validate(sent())).toEqual({ valid: true })
  expect(validator.version).toBe('3.1')
})

test.each([
  ['without a title', { info: { version: '1' } }],
  ['with a method that HTTP does not have', { paths: { '/x': { fetch: { responses: {} } } } }],
  ['with an answer without a description', { paths: { '/x': { get: { responses: { 200: {} } } } } }],
  ['with an undeclared path parameter', { paths: { '/x': { get: { parameters: [{ name: 'a', in: 'body' }] } } } }],
])('a description %s is refused', async (_, change) => {
  expect((await check({ ...sent(), ...change })).valid).toBe(false)
})

test('every operation has a unique name and a summary', () => {
  const names = operations.map(({ operationId }) => operationId)

  expect(new Set(names).size).toBe(operations.length)
  expect(operations.length).toBeGreaterThan(10)
  expect(operations.filter(({ summary }) => !/^[A-Z].*\.$/.test(String(summary)))).toEqual([])
})

describe('a reference', () => {
  const text = JSON.stringify(sent())
  const references = [...text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name)
  const { schemas } = describeApi().components

  test('to a schema has a target, and every schema is referenced', () => {
    expect([...new Set(references)].sort()).toEqual(Object.keys(schemas).sort())
    expect(text.match(/"\$ref"/g)).toHaveLength(references.length)
  })

  test('to a security scheme names a described one, and every described one is used', () => {
    const used = new Set(
      operations.flatMap(({ security }) => z.array(z.looseObject({})).parse(security)).flatMap(Object.keys),
    )
    expect([...used].sort()).toEqual(Object.keys(securitySchemes).sort())
  })
})

test('an optional field of a request has a default', () => {
  const { parameters } = describeApi().paths['/api/notes']?.get ?? {}

  expect(parameters?.find(({ name }) => name === 'limit')?.schema).toEqual({
    default: 20,
    type: 'integer',
    minimum: 1,
    maximum: 100,
  })
})

test('the description contains no secret and no address of this deployment', () => {
  const text = JSON.stringify(sent())
  for (const name of ['SESSION_PASSWORDS', 'UPSTASH_REDIS_REST_TOKEN', 'CRON_SECRET', 'DATABASE_URL'] as const) {
    expect(text).not.toContain(process.env[name] ?? 'localhost')
  }
})
