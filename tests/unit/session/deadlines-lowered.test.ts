import { expect, test } from 'vitest'
import { accessClaims, now, sealedClaims } from '../support/claims'
import { startProcess } from '../support/start-process'

test('lowering FRESH_SECONDS shortens the credentials that are already issued', async () => {
  const before = await startProcess({ FRESH_SECONDS: '3600' })
  const { value } = await before.issueSealed(sealedClaims, now)

  const after = await startProcess({ FRESH_SECONDS: '60' })

  expect(await before.openSealed(value)).toMatchObject({ freshUntil: now + 3600 })
  expect(await after.openSealed(value)).toMatchObject({ freshUntil: now + 60 })
})

test('an access token of an hour is not accepted for an hour once FRESH_SECONDS says a minute', async () => {
  const before = await startProcess({ FRESH_SECONDS: '3600' })
  const token = await before.signAccess({ ...accessClaims, expiresAt: now + 3600 })

  await startProcess({ FRESH_SECONDS: '60' })
  const { openPresented } = await import('@/lib/session/open')

  const opened = await openPresented({ authorization: `Bearer ${token}`, cookies: {} }, now)
  expect(opened.credential).toMatchObject({ freshUntil: now + 60 })
})
