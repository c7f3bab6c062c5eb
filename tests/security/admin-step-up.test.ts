import { describe, expect, test } from 'vitest'
import { type Form, findForm } from '@/tests/support/forms'
import { givenApplication } from '@/tests/support/given-application'
import { models } from '@/tests/support/models'
import { newAccount, openSession, unproven } from '@/tests/support/open-session'
import { people } from '@/tests/support/people'
import { protect } from '@/tests/support/second-factor' // feature: required-factor

const app = givenApplication()

const button = (words: string) => (form: Form) => form.text.includes(words)
const row = `/admin?q=${people.linus.email}`

const acts = [
  ['a change of role', 'Change the role', { role: 'editor' }],
  ['a revocation of all sessions', 'End every session', {}],
  ['a disabling', 'Disable the account', {}],
  ['a reset of the second factor', 'Reset the second factor', {}], // feature: required-factor
] as const

describe.each(models)('%s: with a login that is some time ago,', (model) => {
  /** An admin whose last re-authentication is too long ago. */
  const staleAda = () => openSession(app, model, { email: people.ada.email, ...unproven })

  test.each(acts)(
    '[ASVS 7.5.3] %s asks for the password first, and keeps what was chosen',
    async (_, words, fields) => {
      const account = await newAccount(app)
      if (words.includes('factor')) await protect(account.userId) // feature: required-factor
      const [ada, user] = [await staleAda(), await openSession(app, model, account)]
      const before = await user.me()
      const ownRow = `/admin?q=${account.email}`

      const asked = await ada.submit(ownRow, button(words), fields)

      const form = findForm(asked.body, button(words))
      expect(form.names).toContain('proof')
      for (const [name, value] of Object.entries(fields)) expect(form.fields.get(name)).toBe(value)
      expect(asked.body).toMatch(/<details[^>]* open=""/)
      const wrong = await ada.post(ownRow, { ...Object.fromEntries(form.fields), ...fields, proof: 'not the password' })
      expect(wrong.body).toContain('That is not your password. Nothing was changed.')
      expect(await user.me()).toEqual(before)
    },
  )

  test('[ASVS 7.5.3] the right password does it at once, by a session with another id', async () => {
    const [ada, linus] = [await staleAda(), await openSession(app, model)]
    const before = await ada.me()
    const thief = ada.clone()

    const asked = await ada.submit(row, button('End every session'))
    const form = findForm(asked.body, button('End every session'))
    const done = await ada.post(row, { ...Object.fromEntries(form.fields), proof: people.ada.password })

    expect(done.body).toContain('Every session of this account has ended.')
    expect(await linus.me()).toMatchObject({ status: 401, code: 'revoked' })
    const after = await ada.me()
    expect(after).toMatchObject({ status: 200, user: { email: people.ada.email } })
    expect(after.session?.id).not.toBe(before.session?.id)
    expect(await thief.me()).toMatchObject({ status: 401 })
  })

  test('[ASVS 7.5.3] everyone out asks for the password, too', async () => {
    const [ada, linus] = [await staleAda(), await openSession(app, model)]

    const asked = await ada.submit('/admin', 'words', { words: 'everyone out' })
    const form = findForm(asked.body, 'words')
    expect(form.fields.get('words')).toBe('everyone out')
    expect(await linus.me()).toMatchObject({ status: 200 })

    const done = await ada.post('/admin', { ...Object.fromEntries(form.fields), proof: people.ada.password })
    expect(done).toMatchObject({ status: 303, location: '/login?logout=everyone&next=%2Fadmin' })
    expect(await linus.me()).toMatchObject({ status: 401, code: 'revoked' })
    // The answer deleted the cookies of the admin's browser.
    expect(await ada.me()).toMatchObject({ status: 401 })
  })
})
