// feature: chinese (this file)
import { describe, expect, test } from 'vitest'
import { chooseLanguage } from '@/lib/languages'
import { routes, translatedPath } from '@/lib/routes'

describe('without a remembered choice, the language is the best one of Accept-Language', () => {
  test.each([
    ['zh-CN', 'zh-CN'],
    ['zh', 'zh-CN'],
    ['ZH-cn', 'zh-CN'],
    ['zh-Hans-CN', 'zh-CN'],
    ['zh-TW,zh-Hant;q=0.9', 'zh-CN'],
    ['en', 'en'],
    ['en-GB,en;q=0.9,zh;q=0.8', 'en'],
    ['zh-CN,zh;q=0.9,en;q=0.8', 'zh-CN'],
    ['en;q=0.5, zh;q=0.6', 'zh-CN'],
    ['en;q=0.5,zh;q=0.5', 'en'],
    ['fr-FR,fr;q=0.9,zh;q=0.2,en;q=0.1', 'zh-CN'],
    ['fr,de;q=0.8', 'en'],
    ['zh;q=0', 'en'],
    ['zh;q=0.000, *;q=0.5', 'en'],
    ['*', 'en'],
    ['*;q=0.1,zh;q=0.2', 'zh-CN'],
    ['zh \t; q=0.7 , en ;q=0.3', 'zh-CN'],
  ])('%s: %s', (accepted, language) => {
    expect(chooseLanguage(undefined, accepted)).toBe(language)
  })
})

test.each([
  ...['', ' ', ',', ';', ',,,;;;', 'q=1', ';q=1', 'zh;q', 'zh;q=', 'zh;q=2', 'zh;q=1.001', 'zh;q=-1', 'zh;q=0.1234'],
  ...[
    'zh;q=NaN',
    'zh;q=1e0',
    'zh; level=1',
    'zh_CN',
    'zhx',
    'zh-',
    'zh--CN',
    'zh-toolongsubtag',
    '中文',
    'zh\0',
    '"zh"',
  ],
  'zh;'.repeat(10_000),
])('a malformed header falls back to English: %j', (accepted) => {
  expect(chooseLanguage(undefined, accepted)).toBe('en')
})

test('a missing header falls back to English, and a malformed part does not hide the others', () => {
  expect(chooseLanguage(undefined, null)).toBe('en')
  expect(chooseLanguage(undefined, 'en;q=2, ;;, zh;q=0.1')).toBe('zh-CN')
})

test('a header of 100,000 ranges is read in less than a second', () => {
  const began = performance.now()
  expect(chooseLanguage(undefined, 'fr-FR;q=0.5,'.repeat(100_000))).toBe('en')
  expect(performance.now() - began).toBeLessThan(1000)
})

test('the remembered choice comes before the header, and an unknown one does not count', () => {
  expect(chooseLanguage('en', 'zh-CN')).toBe('en')
  expect(chooseLanguage('zh-CN', 'en')).toBe('zh-CN')
  for (const unknown of ['', 'zh', 'ZH-CN', 'fr', '__proto__', 'zh-CN; Path=/'])
    expect(chooseLanguage(unknown, 'zh')).toBe('zh-CN')
})

describe('[ASVS 3.7.2] the choice of a language leads to a translated page', () => {
  test.each([
    [routes.home, '', '/'],
    [routes.home, 'account=deleted', '/?account=deleted'],
    [routes.home, '?a=1', '/?a=1'],
    [routes.home, 'x=//evil.example&y=%0d%0aSet-Cookie: a', '/?x=%2F%2Fevil.example&y=%0D%0ASet-Cookie%3A+a'],
    ['/choose', 'revoke=second&data=much', '/choose?revoke=second&data=much'], // feature: choose
  ])('%s with %j', (page, query, path) => {
    expect(translatedPath(page, query)).toBe(path)
  })

  test.each([
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    '/choose/',
    '/CHOOSE',
    routes.login,
    '/dashboard',
    '',
  ])('and %j to the home page', (page) => {
    expect(translatedPath(page, '')).toBe(routes.home)
  })
})
