import { expect, test } from 'vitest'
import { cookieNames, issueCookie } from '@/lib/session/cookies'
import { days, nowInSeconds } from '@/lib/time'
import { newPerson } from '@/tests/integration/support/person'
import { look, start } from '@/tests/integration/support/session'
import { exchange, meBy } from '@/tests/integration/support/tokens'

const now = nowInSeconds()

test.each(['sealed', 'stored'] as const)(
  'a token of a %s session is refused in a cookie jar: we never set it there',
  async (model) => {
    const { token } = await exchange((await start(model, (await newPerson()).userId)).cookies)
    expect(await meBy(token)).toBe('200')

    const planted = [issueCookie(cookieNames.signed, token, now, now + days(7))]

    expect(await look(planted)).toEqual({ verdict: 'anonymous', stranger: 'invalid' })
  },
)
