import { expect, test } from 'vitest'
import { shareBrowser } from '@/tests/support/share-browser'
import { submitLogin } from '@/tests/support/tab'

const openTab = shareBrowser()

const elsewhere = [
  'https://elsewhere.example',
  '//elsewhere.example',
  '/\\elsewhere.example',
  '/.//elsewhere.example',
  '/%2f%2felsewhere.example',
  'https:elsewhere.example',
  '/\t/elsewhere.example',
  'javascript:alert(1)',
  '/api/me',
]

test.each(elsewhere)('a login with next=%s leads to the dashboard', async (next) => {
  const page = await openTab()
  const asked: string[] = []
  page.on('request', (request) => asked.push(new URL(request.url()).hostname))

  await page.goto(`/login?${new URLSearchParams({ next })}`)
  await submitLogin(page)
  await page.getByRole('heading', { name: 'Linus Torvalds' }).waitFor()

  expect(new URL(page.url()).pathname).toBe('/dashboard')
  expect(new Set(asked)).toEqual(new Set(['localhost']))
})
