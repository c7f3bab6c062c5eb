// feature: mail (this file)
import 'server-only'
import type { FactorEvent } from '@/lib/server/mail/letters'
import { toRow } from '@/lib/server/mail/letters'
import { isMailOn } from '@/lib/server/mail/smtp'

/** The mail that tells the owner about a change or an unusual use of a second factor. Null where no mail is sent. */
export async function letterAbout(event: FactorEvent, about: { userId: string; at: number; ip: string | null }) {
  return isMailOn() ? toRow({ kind: 'second_factor', event, ...about }) : null
}
