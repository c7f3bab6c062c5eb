// feature: events (this file)
import { describe, expect, test } from 'vitest'
import {
  sessionWords,
  soonWords,
  tokenWords, // feature: tokens
} from '@/lib/events/event'
import { reading } from '@/lib/events/reading'
import { columns, type EventGroup, parts, sessionEvents } from '@/lib/events/table'

const beginning = `# What each event does to the sessions

For developers and reviewers who ask which sessions and tokens survive an event: a logout, a new password, a disabled account.
[how-it-works.md](how-it-works.md#a-revocation) explains how a session is revoked, and [security.md](security.md) what an attacker can do
until then.

This file is generated from the table in [\`lib/events\`](../lib/events/table.ts). Change the table, and run
\`npx vitest run --project architecture events -u\`. [\`cells.test.ts\`](../tests/integration/events/cells.test.ts) performs each event with
real stores and asks every process about the cookies and tokens from before it: a wrong cell fails.
[\`events.test.ts\`](../tests/security/events.test.ts) does so over HTTP, and with other keys.

## How to read the tables`

const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`

function section({ heading, events }: EventGroup): string {
  const titles = ['event', ...columns.map(({ title }) => title)]
  const lines = events.map((event) => row([event.name, ...columns.map(({ cellOf }) => cellOf(event))]))
  return [`## ${heading}`, '', row(titles), row(titles.map(() => '---')), ...lines].join('\n')
}

const documentOf = (shown: readonly EventGroup[]) =>
  [beginning, reading.map(({ term, meaning }) => `- **${term}**: ${meaning}`).join('\n'), ...shown.map(section)].join(
    '\n\n',
  )

test('docs/events.md is what is generated from the table', async () => {
  await expect(`${documentOf(parts)}\n`).toMatchFileSnapshot('../../docs/events.md')
})

test('every event stands in the document once for each of its rows', () => {
  const shown = parts.flatMap(({ events }) => events)
  expect(shown).toHaveLength(sessionEvents.length)
  expect(new Set(sessionEvents.map(({ id }) => id)).size).toBe(sessionEvents.length)
  expect(documentOf(parts).match(/^\| (?!event |---)/gm)).toHaveLength(sessionEvents.length)
})

describe('the words of the table', () => {
  const words = [
    ...Object.values(sessionWords),
    ...Object.values(tokenWords), // feature: tokens
    ...Object.values(soonWords),
  ]

  test.each(words)('“%s” are four words at most', (text) => {
    expect(text.split(' ').length).toBeLessThanOrEqual(4)
  })
})
