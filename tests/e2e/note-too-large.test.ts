import { expect, test } from 'vitest'
import { shareBrowser } from '@/tests/support/share-browser'
import { cookiesOf, openDashboard, saveNote, whoIs } from '@/tests/support/tab'

const openTab = shareBrowser()
const long = 'ink, wax and paper. '.repeat(300).trimEnd()

test.each([true, false])(
  'sealed: a note too large for the cookie is refused and stays in the form (JavaScript: %s)',
  async (script) => {
    const page = await openTab({ javaScriptEnabled: script })
    await openDashboard(page, 'sealed')
    const before = await cookiesOf(page)

    await saveNote(page, long)
    await page.getByText('Not saved: the note is too long for your session cookie').waitFor()

    expect(await page.getByLabel('Note').inputValue()).toBe(long)
    expect(await page.getByLabel('Note').getAttribute('aria-invalid')).toBe('true')
    expect(await cookiesOf(page)).toEqual(before)
    await page.reload()
    expect((await whoIs(page)).session?.model).toBe('sealed')

    await page.goto('/dashboard')
    await saveNote(page, 'short')
    await page.getByText('Saved.', { exact: true }).waitFor()
  },
)

test.each(['stored', 'signed'] as const)('%s: the same note is saved in a row', async (model) => {
  const page = await openTab()
  await openDashboard(page, model)

  await saveNote(page, long)
  await page.getByText('Saved.', { exact: true }).waitFor()
  await page.reload()
  expect(await page.getByLabel('Note').inputValue()).toBe(long)
})
