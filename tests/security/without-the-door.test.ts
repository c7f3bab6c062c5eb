import { afterAll, beforeAll, expect, test } from 'vitest'
import { startBareNext } from '@/tests/security/support/another-process'
import { givenApplication } from '@/tests/support/given-application'
import { openSession } from '@/tests/support/open-session'

let bare: Awaited<ReturnType<typeof startBareNext>>
beforeAll(async () => {
  const { dist, settings } = givenApplication()
  // Mode `off`: a process that has just started can be slow to read what Redis answers.
  bare = await startBareNext({ dist, settings: { ...settings, REVOCATION_MODE: 'off' } })
})
afterAll(() => bare.stop())

const shown = 'What checked this request'
const unasked = 'The middleware did not check this request.'
const report = JSON.stringify({ verdict: 'allowed', steps: [{ name: 'open', at: 0, milliseconds: 987_654.32 }] })

const forgeries = [
  report,
  `.${report}`,
  `${'A'.repeat(43)}=.${report}`,
  `${Buffer.alloc(32).toString('base64')}.${report}`,
]

test('a forged trace is not shown as the edge’s, neither with the middleware nor where it is skipped', async () => {
  const visitor = await openSession(bare, 'sealed')

  for (const forged of forgeries) {
    const asked = await visitor.get('/dashboard', { 'x-check-trace': forged })
    const past = await visitor.get('/dashboard', { 'x-check-trace': forged, 'Next-Router-Prefetch': '1' })

    for (const { body } of [asked, past]) {
      expect(body).toContain(shown)
      expect(body).not.toContain('987654')
    }
    expect(asked.body).not.toContain(unasked)
    expect(past.body).toContain(unasked)
  }
})
