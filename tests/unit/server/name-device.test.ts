import { expect, test } from 'vitest'
import { nameDevice } from '@/lib/server/http/client'

const webkit = 'AppleWebKit/605.1.15 (KHTML, like Gecko)'
const chrome = 'AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0'

const devices: ReadonlyArray<[string, string]> = [
  ['Firefox on Linux', 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'],
  [
    'Safari on iOS',
    `Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) ${webkit} Version/18.5 Mobile Safari/604.1`,
  ],
  ['Safari on macOS', `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${webkit} Version/18.0 Safari/605.1.15`],
  ['Microsoft Edge on Windows', `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${chrome} Safari/537.36 Edg/142.0.0.0`],
  ['Chrome on Android', `Mozilla/5.0 (Linux; Android 15; Pixel 9) ${chrome} Mobile Safari/537.36`],
  ['Chrome on Chrome OS', `Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) ${chrome} Safari/537.36`],
]

test.each(devices)('a device is named by its browser and its system: %s', (name, userAgent) => {
  expect(nameDevice(userAgent)).toBe(name)
})

test.each([null, '', ' ', 'a test', 'curl/8.5.0', 'x'.repeat(400), '🦊'.repeat(200)])(
  'an unrecognised device is named "unknown": %j',
  (userAgent) => expect(nameDevice(userAgent)).toBe('Unknown device'),
)

test('an incomplete User-Agent gives an incomplete name', () => {
  expect(nameDevice('something (Windows NT 10.0)')).toBe('Unknown browser on Windows')
})

test.each([
  ['Unknown device', '<img src=x onerror=alert(1)>/1 (x'],
  ['Unknown browser on Windows', 'Your phone, do not revoke/1 (Windows NT 10.0'],
  ['Unknown device', '__proto__/1 (x'],
])('[ASVS 3.2.2] words of the sender do not become a name: %s', (name, userAgent) => {
  expect(nameDevice(userAgent)).toBe(name)
})

test.each(['Mozilla/5.0 ', 'Version/', 'Android ', '/ ', '(', 'a;', '1.'])(
  'a token repeated to 400 characters is named within a tenth of a second: %j',
  (part) => {
    nameDevice('warm')
    const userAgent = part.repeat(400).slice(0, 400)
    const start = performance.now()

    nameDevice(userAgent)

    expect(performance.now() - start).toBeLessThan(100)
  },
)
