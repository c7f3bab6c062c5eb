import { expect, test } from 'vitest'
import type { Model } from '@/lib/session/models'
import type { Subject } from '@/tests/behaviour/subject'
import { due, endGrace, openSession } from '@/tests/support/open-session'

export function parallelRenewal(subject: Subject, model: Model): void {
  test('fifty concurrent requests with one credential due for renewal are all answered, and the session stays logged in', async () => {
    const visitor = await openSession(subject.app, model, due)
    const tabs = Array.from({ length: 50 }, () => visitor.clone())

    const answers = await Promise.all(tabs.map((tab) => tab.get('/api/me')))

    expect(answers.map(({ status }) => status)).toEqual(tabs.map(() => 200))
    // The browser keeps the cookies of any one of the answers: each must be valid.
    await endGrace(visitor)
    const [first, last] = [tabs.at(0), tabs.at(-1)]
    expect(await first?.me()).toMatchObject({ status: 200 })
    expect(await last?.me()).toMatchObject({ status: 200 })
  })

  test('five concurrent pages are all renewed and served', async () => {
    const visitor = await openSession(subject.app, model, due)

    const pages = await Promise.all(Array.from({ length: 5 }, () => visitor.clone().get('/dashboard')))

    expect(pages.map(({ status }) => status)).toEqual(pages.map(() => 200))
  })
}
