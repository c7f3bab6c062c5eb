import { describe, expect, test } from 'vitest'
import { nowInSeconds } from '@/lib/time'
import { newPerson } from '@/tests/integration/support/person'
import { forgetEverything } from '@/tests/integration/support/rows'
import { end, letIn, look, open, start, visit } from '@/tests/integration/support/session'
import { withSettings } from '@/tests/integration/support/settings'
import { models } from '@/tests/support/models'

const now = nowInSeconds()
const later = now + 120

const formerly = <T>(work: () => Promise<T>) => withSettings({ FRESH_SECONDS: 60 }, work)
const nowadays = <T>(work: () => Promise<T>) => withSettings({ FRESH_SECONDS: 600 }, work)

describe.each(models)('a %s session, after a deploy that has raised FRESH_SECONDS,', (model) => {
  test('a denied credential stays refused: every denial of the old policy outlasts its credentials', async () => {
    const { userId } = await newPerson()
    const { cookies } = await formerly(() => start(model, userId, now))
    await formerly(() => end(cookies, now))
    // As Redis does by itself, 68 seconds later.
    await forgetEverything()

    await nowadays(async () => {
      for (const mode of ['strict', 'snapshot', 'off'] as const) {
        expect(await look(cookies, later, mode)).toEqual({ verdict: 'revoked' })
        expect(await visit(cookies, later, mode)).toEqual({ verdict: 'revoked' })
      }
    })
  })

  test('is accepted for no longer than at its issue, and from its next renewal on for the new interval', async () => {
    const { userId } = await newPerson()
    const { cookies } = await formerly(() => start(model, userId, now))

    await nowadays(async () => {
      expect((await letIn(look(cookies, now))).session.freshUntil).toBe(now + 60)
      const renewed = await letIn(visit(cookies, now + 60))
      expect(renewed.session.freshUntil).toBe(now + 660)
      expect((await open(renewed.cookies, now + 60)).freshUntil).toBe(now + 660)
    })
  })
})
