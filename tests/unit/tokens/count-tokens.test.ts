import { expect, test } from 'vitest'
import { countGotTokens } from '@/app/tokens/get-tokens'
import { resourcesOf } from '@/app/tokens/resources'

test.each([
  [null, [null], '1 token for 1 service: 1 for Notes.'],
  [
    'http://service.example',
    [null, 'http://service.example'],
    '2 tokens for 3 services: 1 for Notes, 1 for Catalogue and Invoices.',
  ],
])('the sentence counts the tokens and the services that there are: service %s', (service, audiences, sentence) => {
  expect(countGotTokens(resourcesOf(service), audiences)).toBe(sentence)
})
