/**
 * Whom the edge asks for a renewal for. It has seen the visitor, while the renewal sees the edge. Runs anywhere.
 * Sealed, because whoever asks for a renewal by hand can write any header. For the audit trail; decides nothing.
 */

import * as z from 'zod/mini'
import { openSeal, seal } from '@/lib/session/seal'

export const visitorHeader = 'x-renewal-for'

/** What the renew handler says beside its status, so that the 401 of a proxy is not taken for a refusal of ours. */
export const renewalHeader = 'x-renewal'
export type RenewalAnswer = 'refused' | 'unavailable'

const Visitor = z.object({ ip: z.nullable(z.string()) })

export const sealVisitor = (ip: string | null): Promise<string> => seal('visitor', { ip })

/** @returns null for what the edge has not sealed */
export async function openVisitor(value: string | null): Promise<{ ip: string | null } | null> {
  return value === null ? null : openSeal('visitor', Visitor, value)
}
