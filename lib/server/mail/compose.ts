// feature: mail (this file)
import 'server-only'
import { issuer } from '@/lib/addresses'
import { siteName } from '@/lib/routes'
import { toIso } from '@/lib/time'

export interface Mail {
  to: string
  subject: string
  text: string
  html: string
}

/** A paragraph, or a link on a line of its own. */
export type Part = string | { link: string }

export interface Recipient {
  name: string
  email: string
}

/** The same words as text and as HTML, without images and scripts, so that nothing reports that the mail was read. */
export function compose({ name, email }: Recipient, subject: string, paragraphs: readonly Part[]): Mail {
  const parts = [greet(name), ...paragraphs]
  const text = parts.map((part) => (typeof part === 'string' ? part : part.link)).join('\n\n')
  const html = parts.map((part) => `<p>${toHtml(part)}</p>`).join('\n')
  return {
    to: email,
    subject: `${subject} · ${siteName}`,
    text: `${text}\n`,
    html: `<!doctype html>\n<html lang="en">\n${html}\n</html>\n`,
  }
}

/**
 * The code is in the fragment, which no browser sends: it reaches no log, no proxy and no `Referer` header, and a program
 * that opens the links of a mail presents no code. The host comes from the configuration, never from a request.
 */
export const linkWithCode = (path: string, code: string): readonly Part[] => [
  { link: `${linkTo(path).link}#${code}` },
  'If the page asks for the code from the mail, copy this one:',
  code,
]

/** A page of this application, without a code. */
export const linkTo = (path: string) => ({ link: `${issuer()}${path}` })

/** "on 2026-09-21 14:13 (UTC)" @param at seconds since 1970 */
export const whenOf = (at: number) => `on ${toIso(at).replace('T', ' ').slice(0, 16)} (UTC)`

/** "on 2026-09-21 14:13 (UTC), from 192.0.2.1" */
export const whenAndWhere = ({ at, ip }: { at: number; ip: string | null }) =>
  `${whenOf(at)}, from ${ip ?? 'an unknown address'}`

function toHtml(part: Part): string {
  if (typeof part === 'string') return escapeHtml(part)
  return `<a href="${escapeHtml(part.link)}">${escapeHtml(part.link)}</a>`
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/**
 * An attacker can sign up with the address of another person, and with an advertisement as the name. A name that a mail
 * client could show as a link is left out.
 */
const greet = (name: string) => (/[:/@\\]|\.\S/.test(name) ? 'Hello,' : `Hello ${name},`)

const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (character) => entities[character] ?? '')
