import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { limits } from '@/lib/server/limits/limits'

const record = readFileSync('docs/decisions/018-limit-login-attempts-without-account-lockout.md', 'utf8')
const rows = [...record.matchAll(/^\| `(\w+)` \| (\d+) .*\| (\d+) minutes? \|(?: <!--.*-->)?$/gm)]

test('[ASVS 6.1.1] the limits that are written down are the limits that there are', () => {
  const written = rows.map(([, name = '', tokens, minutes]) => [
    name,
    { tokens: Number(tokens), window: Number(minutes) * 60 },
  ])
  expect(Object.fromEntries(written)).toEqual(limits)
})

test('[ASVS 6.1.1] no limit of an account is all that stands before it: a known browser has its own', () => {
  expect(limits.account.tokens).toBeGreaterThan(limits.accountAndNetwork.tokens)
  expect(limits.network.tokens).toBeGreaterThan(limits.accountAndNetwork.tokens)
  expect(limits.device.tokens).toBeGreaterThanOrEqual(limits.accountAndNetwork.tokens)
})
