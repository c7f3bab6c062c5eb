import type { Finding } from '@/app/lab/break/experiment'
import type { Conclusion } from '@/app/lab/ui/conclusion'
import { capitalise, listOf, sayMilliseconds } from '@/app/ui/in-words'
import { type TableMode, tableModes } from '@/lib/lab/shared/outage'

/** What the outage did to a valid session, by mode, and whether the design says the same. */
export function concludeBreak(findings: readonly Finding[]): readonly Conclusion[] {
  if (findings.length === 0) return []
  const byMode = tableModes.map((mode) => ({ mode, found: findings.filter((finding) => finding.mode === mode) }))
  return [
    ...byMode.filter(({ found }) => found.length > 0).map(({ mode, found }) => concludeMode(mode, found)),
    ...unanswered(findings),
    design(findings.filter(({ after }) => after !== undefined)),
  ]
}

function concludeMode(mode: TableMode, found: readonly Finding[]): Conclusion {
  const having = (...verdicts: readonly (string | undefined)[]) =>
    found.filter(({ after }) => verdicts.includes(after?.verdict)).map(({ layer }) => layer)
  const [accepted, refused, without] = [
    having('allowed'),
    having('anonymous', 'revoked'),
    having('unavailable', 'renewable'),
  ]

  if (refused.length > 0)
    return {
      tone: 'bad',
      text: `${capitalise(mode)} refused a valid session (${listOf(refused)}): the user is logged out.`,
    }
  if (accepted.length === found.length)
    return {
      tone: 'good',
      text: `${capitalise(mode)} accepted the session on all ${found.length} layers: the user stays logged in. The slowest check took ${sayMilliseconds(slowestOf(found))}.`,
    }
  if (without.length === 0)
    return {
      tone: 'unknown',
      text: `${capitalise(mode)} accepted the session on ${accepted.length} of ${found.length} layers.`,
    }
  const text = `${capitalise(mode)} could not decide on ${without.length} of ${found.length} layers (${listOf(without)}): the user is asked to try again in a moment, and stays logged in.`
  return { tone: 'bad', text }
}

const slowestOf = (found: readonly Finding[]) => Math.max(...found.map(({ after }) => after?.took ?? 0))

function unanswered(findings: readonly Finding[]): readonly Conclusion[] {
  const silent = findings.filter(({ after }) => after === undefined)
  if (silent.length === 0) return []
  const text = `${silent.length} of ${findings.length} requests had no answer: they took longer than 10 seconds or were interrupted, so they show nothing.`
  return [{ tone: 'unknown', text }]
}

function design(answered: readonly Finding[]): Conclusion {
  const differing = answered.filter((finding) => !isAsDesigned(finding))
  if (answered.length === 0)
    return { tone: 'unknown', text: 'Without an answer there is nothing to compare with the design.' }
  if (differing.length === 0) return { tone: 'good', text: `All ${answered.length} answers agree with the design.` }
  const where = listOf(
    differing.map(
      ({ layer, mode, after, byDesign }) => `${mode} at ${layer} (${after?.verdict}, by design ${byDesign})`,
    ),
  )
  return { tone: 'bad', text: `${differing.length} of ${answered.length} answers differ from the design: ${where}.` }
}

export const isAsDesigned = ({ after, byDesign }: Finding): boolean => after?.verdict === byDesign
