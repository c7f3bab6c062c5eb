import { expect, test } from 'vitest'
import { isReadableForm } from '@/lib/edge/form-body'

const url = 'https://app.example/login'

function call(part: string | null): FormData {
  const form = new FormData()
  if (part !== null) form.append('0', part)
  form.append('_1_email', 'ada@example.com')
  return form
}

const post = (body: BodyInit, headers: Record<string, string> = {}) =>
  new Request(url, { method: 'POST', body, headers })
const action = { 'Next-Action': 'abc' }

test.each([
  ['a form without JavaScript', post(call(null))],
  ['a form of the client router', post(call('["$K1"]'), action)],
  ['a form of the client router with its state', post(call('[{"outcome":"idle"},"$K1"]'), action)],
  ['text that is no form, for no action', post('a=b', { 'Content-Type': 'text/plain' })],
])('%s is read', async (_, request) => {
  expect(await isReadableForm(request)).toBe(true)
})

test.each([
  ['multipart that is none', post('x', { 'Content-Type': 'multipart/form-data; boundary=x' })],
  ['multipart without a boundary', post('x', { 'Content-Type': 'multipart/form-data' })],
  [
    'multipart that breaks off',
    post('--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1', {
      'Content-Type': 'multipart/form-data; boundary=x',
    }),
  ],
  ...['[]', '["$K1"]', '[{},"$K1"]', 'x', '["$F1"]', '["$@0"]', ''].map((body): [string, Request] => [
    `the call ${body} as text`,
    post(body, { ...action, 'Content-Type': 'text/plain' }),
  ]),
  ...[null, '[]', '{}', 'null', '["$F1"]', '[1,2]', '[{"get":"x"}]', '["$K1",1]', '["$K"]', 'x'].map(
    (part): [string, Request] => [`the call ${part} as a form`, post(call(part), action)],
  ),
])('%s is not read', async (_, request) => {
  expect(await isReadableForm(request)).toBe(false)
})
