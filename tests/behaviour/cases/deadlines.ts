import { expect, test } from 'vitest'
import type { Model } from '@/lib/session/models'
import { days, hours, minutes } from '@/lib/time'
import type { Subject } from '@/tests/behaviour/subject'
import { expectRefused } from '@/tests/behaviour/visits'
import { openSession, type SessionOptions } from '@/tests/support/open-session'

export function deadlines(subject: Subject, model: Model): void {
  test('[ASVS 7.3.1] [ASVS 7.4.1] an unused session ends at the idle timeout, also for a cookie kept past its Max-Age', async () => {
    const [almost, idle] = [
      await openSession(subject.app, model, { age: days(7) - minutes(1) }),
      await openSession(subject.app, model, { age: days(7) }),
    ]

    expect(await almost.me()).toMatchObject({ status: 200 })
    await expectRefused(subject.app, subject.gate, idle, 'expired')
  })

  test('[ASVS 7.3.2] one that is used all the time goes on past the idle time, and ends at its end', async () => {
    const used = { renewed: minutes(6) }
    const [almost, over] = [
      await openSession(subject.app, model, { ...used, age: days(30) - minutes(1) }),
      await openSession(subject.app, model, { ...used, age: days(30) }),
    ]

    const { status, session } = await almost.me()
    expect(status).toBe(200)
    expect(Date.parse(session?.endsAt ?? '') - Date.now()).toBeLessThanOrEqual(60_000)
    expect(session?.idleUntil).toBe(session?.endsAt)
    await expectRefused(subject.app, subject.gate, over, 'expired')
  })

  const short: readonly [string, SessionOptions][] = [
    ['that is not kept', { persistent: false }],
    ['of two factors', { amr: ['pwd', 'otp', 'mfa'] }],
  ]

  test.each(short)(
    '[ASVS 7.3.1] [ASVS 7.3.2] one %s ends after an hour without use, and after a day',
    async (_, login) => {
      const open = (age: number, renewed = age) => openSession(subject.app, model, { ...login, age, renewed })

      expect(await (await open(hours(1) - minutes(1))).me()).toMatchObject({ status: 200 })
      expect(await (await open(days(1) - minutes(1), minutes(6))).me()).toMatchObject({ status: 200 })
      await expectRefused(subject.app, subject.gate, await open(hours(1)), 'expired')
      await expectRefused(subject.app, subject.gate, await open(days(1), minutes(6)), 'expired')
    },
  )
}
