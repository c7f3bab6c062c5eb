import { expect } from 'vitest'
import { Visitor } from '@/tests/support/visitor'

/** A separate line for each call: a repetition of the same event within ten seconds is only counted. */
let calls = 0

/** @returns what the application has printed since `work` began, without the summary lines of repetitions */
export async function linesDuring(
  app: { url: string; log: () => string },
  work: () => Promise<unknown>,
): Promise<readonly string[]> {
  const start = app.log().length
  await work()
  const printed = () => app.log().slice(start)
  calls += 1
  const marker = `end-of-log-lines-${'x'.repeat(calls)}`
  await report(app, marker)
  await expect.poll(printed, { timeout: 20_000 }).toContain(`"${marker}"`)
  return printed()
    .split('\n')
    .filter((line) => line.trim() !== '' && !/"repeated":|end-of-log-lines/.test(line))
}

/** A violation that no browser reports: its line comes after all earlier output. */
function report(app: { url: string }, directive: string) {
  const violation = { 'document-uri': 'about:blank', 'blocked-uri': 'inline', 'effective-directive': directive }
  const headers = { 'Content-Type': 'application/csp-report' }
  return new Visitor(app).send('POST', '/api/csp-report', headers, JSON.stringify({ 'csp-report': violation }))
}
