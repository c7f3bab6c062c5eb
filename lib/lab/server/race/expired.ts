import 'server-only'
import { countTokens } from '@/lib/db/sessions/refresh-tokens'
import type { CookieHolder } from '@/lib/lab/server/cookie-holder'
import type { Played } from '@/lib/lab/server/players'
import { atOnce, browserWith, type Meeting, type Running, withExpired } from '@/lib/lab/server/race/contestants'
import { models } from '@/lib/session/models'
import { openPresented } from '@/lib/session/open'
import type { Verdict } from '@/lib/session/session'
import { nowInSeconds } from '@/lib/time'

/** Requests a page as often as a browser does concurrently, with one credential that has to be renewed. */
export const raceExpired: Running = async (meeting) => {
  const tally: Awaited<ReturnType<Running>> = []
  for (const model of models) {
    tally.push([model, await withExpired(model, meeting, (played) => askAtOnce(played, meeting))])
  }
  return tally
}

async function askAtOnce(played: Played, meeting: Meeting): Promise<Record<string, number>> {
  const { field } = meeting
  const asked = await atOnce(field, () => ask(browserWith(played, meeting)))
  const having = (...verdicts: readonly (Verdict | null)[]) =>
    asked.filter(({ verdict }) => verdicts.includes(verdict)).length

  return {
    asked: field,
    accepted: having('allowed'),
    refused: having('revoked', 'anonymous'),
    unavailable: having('unavailable', 'renewable', null),
    sessions: new Set(asked.map(({ sessionId }) => sessionId)).size,
    ...(played.credential.model === 'signed' && (await countFamily(played.credential.sessionId))),
  }
}

async function ask(browser: CookieHolder): Promise<{ verdict: Verdict | null; sessionId: string | null }> {
  const report = await browser.try('edge')
  const { credential } = await openPresented(browser.presented, nowInSeconds())
  return { verdict: report?.judgements[0]?.verdict ?? null, sessionId: credential?.sessionId ?? null }
}

async function countFamily(sessionId: string): Promise<Record<string, number>> {
  const { made, unused } = await countTokens(sessionId)
  return { rotations: made - 1, unused }
}
