import { describe, expect, test } from 'vitest'
import { newSecret } from '@/lib/ids'
import * as factors from '@/lib/server/mail/factor-texts' // feature: second-factor
import { openLetter, toRow } from '@/lib/server/mail/letters'
import * as texts from '@/lib/server/mail/texts'
import * as warnings from '@/lib/server/mail/warnings'
import { seal } from '@/lib/session/seal'

const code = newSecret()
const mailTo = (name: string) => texts.writeReset({ name, email: 'ada@example.com' }, code)

describe('a mail', () => {
  test('contains the same link and the same code as text and as HTML, and nothing that is loaded from elsewhere', () => {
    const { text, html } = mailTo('Ada')
    const link = `http://localhost:3000/reset-password#${code}`
    expect(text).toContain(`\n${link}\n`)
    expect(html).toContain(`<a href="${link}">${link}</a>`)
    expect([text, html].map((words) => words.split(code).length - 1)).toEqual([2, 3])
    expect(html).not.toMatch(/<(img|script|style|link|iframe)|src=|url\(/i)
  })

  test.each([
    ['<img src=x onerror=alert(1)>', /<img/],
    ['<a href="x">', /<a href="x"/],
    ["O'Neill & <b>Sons</b>", /<b>|Neill & /],
  ])('shows the name %s as text', (name, raw) => {
    expect(mailTo(name).html).not.toMatch(raw)
  })

  test.each(['visit evil.example now', 'https://evil.example', 'call //evil', 'win@evil', 'a\\b'])(
    'leaves out the name "%s", which a mail client could show as a link',
    (name) => {
      const { text, html } = mailTo(name)
      expect(text.startsWith('Hello,\n')).toBe(true)
      expect(`${text}${html}`).not.toContain('evil')
    },
  )

  test.each(['Ada', 'Ada B. Lovelace', 'Zoë', '李'])('greets %s', (name) => {
    expect(mailTo(name).text.startsWith(`Hello ${name},\n`)).toBe(true)
  })
})

test('the mail about a changed password names the time and the network, and contains no code', () => {
  const mail = texts.writePasswordChanged(
    { name: 'Ada <b>', email: 'ada@example.com' },
    { kind: 'password_changed', userId: 'ada', at: 1_790_000_000, ip: '192.0.2.1' },
  )
  expect(mail.text).toContain('on 2026-09-21 14:13 (UTC), from 192.0.2.1.')
  expect(mail.html).toContain('Hello Ada &lt;b&gt;,')
  expect(`${mail.text}${mail.html}`).not.toMatch(/#|[\w-]{43}/)
})

const ada = { name: 'Ada', email: 'ada@example.com' }

test.each([
  ['verifies an address', texts.writeVerification(ada, code), '/verify-email'],
  ['gives the account a new address', texts.writeChange(ada, code), '/verify-email'],
])('the mail that %s has its code in the fragment of the link, and on a line of its own', (_, { text }, path) => {
  expect(text).toContain(`\nhttp://localhost:3000${path}#${code}\n`)
  expect(text).toContain(`\n${code}\n`)
})

test('of the mails about a changed address, only the one to the old address has a link with a code', () => {
  const events = ['left', 'joined', 'restored', 'removed'] as const
  const notice = (event: (typeof events)[number], undoCode: string | null) =>
    texts.writeAddressNotice(ada, {
      ...{ kind: 'address', event, userId: 'u', to: ada.email, at: 1_790_000_000, ip: '192.0.2.1', undoCode },
    })

  expect(notice('left', code).text).toContain(`/reset-password/address#${code}`)
  for (const event of events) {
    const { text } = notice(event, null)
    expect(text).not.toMatch(/#|[\w-]{43}/)
    expect(text).toContain('on 2026-09-21 14:13 (UTC), from 192.0.2.1')
  }
})

test.each([texts.writeKnownAddress(ada), texts.writeHeldAddress(ada), texts.writeWantedAddress(ada)])(
  'the mail "$subject" has no code',
  ({ text }) => {
    expect(text).not.toMatch(/#|[\w-]{43}/)
  },
)

describe('the mail about a login', () => {
  const recipient = { name: 'Ada <b>', email: 'ada@example.com' }
  const facts = { kind: 'login', userId: 'ada', to: 'ada@example.com', code, at: 1_790_000_000 } as const
  const write = (from: { ip: string | null; userAgent: string | null }, isLast = false) =>
    warnings.writeLogin(recipient, { ...facts, ...from, isLast })

  test('names time, browser and network, and contains the link and the code', () => {
    const mail = write({ ip: '192.0.2.1', userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0' })
    expect(mail.text).toContain('on 2026-09-21 14:13 (UTC), from 192.0.2.1.')
    expect(mail.text).toContain('Browser: Firefox on Linux.')
    expect(mail.text).toContain(`\nhttp://localhost:3000/reset-password/not-me#${code}\n`)
    expect([mail.text, mail.html].map((words) => words.split(code).length - 1)).toEqual([2, 3])
    expect(mail.html).toContain('Hello Ada &lt;b&gt;,')
    expect(mail.text).not.toContain('no further mail')
  })

  test('shows no text that the other browser has sent', () => {
    const mail = write({ ip: null, userAgent: 'your own phone, see https://evil.example <b>' })
    expect(mail.text).toContain('Browser: Unknown device.')
    expect(`${mail.text}${mail.html}`).not.toContain('evil')
  })

  test('says that it is the last one for a day', () => {
    expect(write({ ip: null, userAgent: null }, true).text).toContain('we send no further mail about logins')
  })

  test('fits into a row that can be opened again, with the longest address and browser', async () => {
    const letter = { ...facts, to: 'x'.repeat(254), userId: 'x'.repeat(36), ip: '::1', userAgent: 'é'.repeat(400) }
    const row = await toRow({ ...letter, isLast: true })
    expect(row.letter.length).toBeLessThanOrEqual(4096)
    expect(await openLetter(row.letter)).toEqual({ ...letter, isLast: true })
  })
})

// model: signed
test('the mail about a reuse contains no code', () => {
  const mail = warnings.writeReuse({ name: 'Ada', email: 'ada@example.com' }, { at: 1_790_000_000, isLast: false })
  expect(mail.text).toContain('We ended this session on 2026-09-21 14:13 (UTC)')
  expect(`${mail.text}${mail.html}`).not.toMatch(/#|[\w-]{43}/)
})
// end

test('a letter opens only as a letter of the outbox: not forged, and not sealed for another purpose', async () => {
  const letter = { kind: 'reset', to: 'ada@example.com', code, ip: null, userAgent: null } as const
  const row = await toRow(letter)

  expect(await openLetter(row.letter)).toEqual(letter)
  expect(await openLetter(`${row.letter.slice(0, -2)}xx`)).toBeNull()
  expect(await openLetter(await seal('device', letter))).toBeNull()
  expect(row.letter).not.toContain('ada@')
})

// feature: second-factor
describe('the mail about a second factor', () => {
  const facts = { kind: 'second_factor', event: 'passkey_added', userId: 'ada', at: 1_790_000_000, ip: null } as const

  test('has the link "this was not me" where it has a code, and the page of the account otherwise', () => {
    const { text } = factors.writeSecondFactor(ada, { ...facts, disown: { to: ada.email, code } })
    expect(text).toContain(`\nhttp://localhost:3000/reset-password/not-me#${code}\n`)

    const without = factors.writeSecondFactor(ada, { ...facts, disown: null })
    expect(without.text).not.toMatch(/#|[\w-]{43}/)
    expect(without.text).toContain('/account/security')
  })

  test('of an earlier release, which had no link, is still sent', async () => {
    expect(await openLetter(await seal('mail', facts))).toEqual({ ...facts, disown: null })
  })

  test('fits into a row that can be opened again, with the longest address', async () => {
    const letter = { ...facts, userId: 'x'.repeat(36), disown: { to: 'x'.repeat(254), code } }
    const row = await toRow(letter)
    expect(row.letter.length).toBeLessThanOrEqual(4096)
    expect(await openLetter(row.letter)).toEqual(letter)
  })
})

test('the mail about an entered password has no code, and shows no text that the other browser has sent', () => {
  const letter = {
    kind: 'password_known',
    userId: 'ada',
    challengeId: 'c',
    at: 1_790_000_000,
    ip: '192.0.2.1',
  } as const
  const { text } = factors.writePasswordKnown(ada, { ...letter, userAgent: 'see https://evil.example' })
  expect(text).toContain('on 2026-09-21 14:13 (UTC), from 192.0.2.1.')
  expect(text).not.toMatch(/#|[\w-]{43}|evil/)
})
// end
