import { expect, test } from 'vitest'
import type { Model } from '@/lib/session/models'
import { mortalTimes, type Subject } from '@/tests/behaviour/subject'
import { expectRefused, saveCookies, seconds } from '@/tests/behaviour/visits'
import { logIn } from '@/tests/support/log-in'

export function deadlines(subject: Subject, model: Model): void {
  test('[ASVS 7.3.1] [ASVS 7.4.1] a session that nobody uses ends, also for whoever kept the cookie past its Max-Age', async () => {
    const visitor = await logIn(subject.mortal, model)
    const kept = saveCookies(visitor)

    await seconds(mortalTimes.idle + 0.1)

    expect(visitor.cookies).toEqual([])
    await expectRefused(subject.mortal, subject.gate, kept, 'expired')
  })

  test('[ASVS 7.3.2] one that is used all the time goes on past the idle time, and ends at its end', async () => {
    const visitor = await logIn(subject.mortal, model)
    const { session } = await visitor.me()
    const end = Date.parse(session?.endsAt ?? '')

    while (Date.now() < end - 1500) {
      await seconds(1)
      expect(await visitor.me()).toMatchObject({ status: 200, session: { endsAt: session?.endsAt } })
    }
    const kept = saveCookies(visitor)
    await seconds((end - Date.now()) / 1000 + 0.1)

    await expectRefused(subject.mortal, subject.gate, kept, 'expired')
  })
}
