import { expect, test } from 'vitest'
import { EmailAddress, PersonName } from '@/lib/server/account/sign-up'

const errorOf = (name: unknown) => PersonName.safeParse(name).error?.issues[0]?.message

test.each([
  ['  Ada Lovelace ', 'Ada Lovelace'],
  ['Ada\u200B Love\u00ADlace', 'Ada Lovelace'],
  ['\u202EadA', 'adA'],
  ['\uFEFFGrace\u2060', 'Grace'],
  ['Zoë', 'Zoë'],
  ['محمد', 'محمد'],
  ['नमस्ते', 'नमस्ते'],
  ['می\u200Cخواهم', 'می\u200Cخواهم'],
  ['👩\u200D💻', '👩\u200D💻'],
  ['<b>Ada</b> & co', '<b>Ada</b> & co'],
  ['李', '李'],
  ['7', '7'],
])('the name %j is normalised to %j', (typed, name) => {
  expect(PersonName.parse(typed)).toBe(name)
})

test.each(['', '   ', '\u200B', '\u202E\u200B ', '\u2800', '\u3164', '\u00AD\uFEFF', '\u2028'])(
  'the name %j has no visible character, and is refused',
  (name) => {
    expect(errorOf(name)).toBe('Enter the name you want to be greeted by.')
  },
)

test.each(['\u200D', '\u200C\u200D', '\u0301', 'a\0b', 'a\nb', 'a\u0007', '\u0085'])(
  'the name %j is refused: it has no visible character, or a control character',
  (name) => {
    expect(errorOf(name)).toMatch(/Use characters that can be seen\.|Enter the name/)
  },
)

test('a name has 100 characters at most, after invisible characters are removed', () => {
  expect(errorOf('x'.repeat(101))).toBe('Use 100 characters or fewer.')
  expect(errorOf(`${'x'.repeat(100)}\u200B`)).toBeUndefined()
})

test.each([undefined, null, 7, ['Ada'], new File([], 'Ada')])(
  'a value that is no text (%o) is refused as a name',
  (name) => {
    expect(errorOf(name)).toBe('Enter the name you want to be greeted by.')
  },
)

test.each([
  ['ada@example.com', 'ada@example.com'],
  [' Ada@Example.COM\t', 'ada@example.com'],
  ['ada@bücher.example', 'ada@xn--bcher-kva.example'],
  ['ada@xn--bcher-kva.example', 'ada@xn--bcher-kva.example'],
  ['ada@BÜCHER.example', 'ada@xn--bcher-kva.example'],
  ['иван@пример.рф'.replace('иван', 'ivan'), 'ivan@xn--e1afmkfd.xn--p1ai'],
  ['ivan@xn--e1afmkfd.xn--p1ai', 'ivan@xn--e1afmkfd.xn--p1ai'],
  ["o'neil+tag@sub.example.co.uk", "o'neil+tag@sub.example.co.uk"],
])('the address %j is normalised to the account %j', (typed, account) => {
  expect(EmailAddress.parse(typed)).toBe(account)
})

test.each([
  '',
  'ada',
  'ada@',
  '@example.com',
  'ada@example',
  'ada@exa mple.com',
  'ada@@example.com',
  'ada@example..com',
  'a\nb@example.com',
  `ada@${'x'.repeat(260)}.com`,
  'ada@127.0.0.1',
  'ada@[127.0.0.1]',
])('%j is refused as an address', (typed) => expect(EmailAddress.safeParse(typed).success).toBe(false))
