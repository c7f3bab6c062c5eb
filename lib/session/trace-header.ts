/**
 * The request header by which the edge tells a page what it did. Runs anywhere. Shown, and decides nothing; signed all the
 * same, because where the edge is passed by, a visitor could write it.
 */

import * as z from 'zod/mini'
import { env } from '@/lib/env'
import { verdicts } from '@/lib/session/session'
import { type CheckReport, StepJson } from '@/lib/session/trace'

export const traceHeader = 'x-check-trace'

const hmac = { name: 'HMAC', hash: 'SHA-256' }

/** The label keeps this use of a password apart from the seals'. */
const bytesOf = (text: string) => new TextEncoder().encode(`check trace\n${text}`)

const importKey = (password: string) =>
  crypto.subtle.importKey('raw', new TextEncoder().encode(password), hmac, false, ['sign', 'verify'])

/** @returns the header's value: the report, and in front of it the proof that it is ours */
export async function writeTrace(report: CheckReport): Promise<string> {
  const [newest = ''] = env().SESSION_PASSWORDS
  const text = JSON.stringify(report)
  const signature = await crypto.subtle.sign(hmac, await importKey(newest), bytesOf(text))
  return `${btoa(String.fromCharCode(...new Uint8Array(signature)))}.${text}`
}

const ReportJson = z.object({
  verdict: z.enum(verdicts),
  steps: z.array(StepJson).check(z.maxLength(20)),
})

/** What `writeTrace` makes, in the characters it makes it of. */
const written = /^([A-Za-z0-9+/]{43}=)\.(\{.{1,2000}\})$/

/** @returns null for whatever was not written by us */
export async function readTrace(header: string | null): Promise<CheckReport | null> {
  const [, signature = '', text = ''] = written.exec(header ?? '') ?? []
  if (!text || !(await isOurs(signature, text))) return null

  return ReportJson.safeParse(JSON.parse(text)).data ?? null
}

/** By any password still in use: while they rotate, the edge may be a step ahead. */
async function isOurs(signature: string, text: string): Promise<boolean> {
  const bytes = Uint8Array.from(atob(signature), (character) => character.charCodeAt(0))
  for (const password of env().SESSION_PASSWORDS) {
    if (await crypto.subtle.verify(hmac, await importKey(password), bytes, bytesOf(text))) return true
  }
  return false
}
