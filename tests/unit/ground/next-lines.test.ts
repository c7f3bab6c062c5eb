import { expect, test } from 'vitest'
import { rewriteNextLine } from '@/scripts/process/next-lines'

const printed = [
  '\u001b[32m✓\u001b[39m Ready in 949ms',
  '\u001b[33m⚠\u001b[39m The "middleware" file convention is deprecated. Please use "proxy" instead.',
  '  To migrate automatically, run:',
  '  npx @next/codemod@canary middleware-to-proxy .',
  '  Learn more: https://nextjs.org/docs/messages/middleware-to-proxy',
]

test('the warning about the name of the middleware becomes one line that names the decision, and the "Ready in" line is dropped', () => {
  expect(printed.map(rewriteNextLine).filter((line) => line !== null)).toEqual([
    expect.stringMatching(/^middleware\.ts .*docs\/decisions\/001/),
  ])
})

test.each([
  '',
  ' GET /login 200 in 20ms',
  '\u001b[31m⨯\u001b[39m Error: Ready in time?',
  'Please read middleware-to-proxy first',
])('every other line is printed unchanged: %j', (line) => {
  expect(rewriteNextLine(line)).toBe(line)
})
