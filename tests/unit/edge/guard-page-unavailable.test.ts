import { expect, test } from 'vitest'
import { guardPage } from '@/lib/edge/guard-page'
import { models } from '@/tests/support/models'
import { now } from '../support/claims'
import { askFor } from '../support/page-request'
import { issue } from '../support/present'

// The suite's Redis address is a port without a listener.

test.each(models)('without Redis no visitor is logged out: a %s visitor is asked to try again', async (model) => {
  const decision = await guardPage(askFor('/dashboard', await issue[model]()), now)
  expect(decision).toMatchObject({ answer: 'try_again', report: { verdict: 'unavailable' }, renewedCookies: [] })
})

test('without Redis an action still reaches its own guard', async () => {
  const decision = await guardPage(askFor('/dashboard', await issue.stored(), { 'Next-Action': 'abc' }), now)
  expect(decision).toMatchObject({ answer: 'pass', report: { verdict: 'unavailable' } })
})

test('without Redis public pages and the login page are open', async () => {
  expect(await guardPage(askFor('/login', await issue.stored()), now)).toMatchObject({ answer: 'pass', report: null })
  expect(await guardPage(askFor('/dashboard'), now)).toMatchObject({ answer: 'log_in' })
})
