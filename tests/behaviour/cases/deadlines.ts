import { expect, test } from 'vitest'
import type { Model } from '@/lib/session/models'
import { days, minutes } from '@/lib/time'
import type { Subject } from '@/tests/behaviour/subject'
import { expectRefused } from '@/tests/behaviour/visits'
import { openSession } from '@/tests/support/open-session'

export function deadlines(subject: Subject, model: Model): void {
  test('[ASVS 7.3.1] [ASVS 7.4.1] a session that nobody uses ends, also for whoever kept the cookie past its Max-Age', async () => {
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
}
