import 'server-only'
import type { Layer } from '@/lib/lab/words'
import { logFailure } from '@/lib/log'
import { Thief } from '@/lib/server/lab/replay/thief'
import type { Presented } from '@/lib/session/presented'
import type { Verdict } from '@/lib/session/session'

/** What a layer of this very deployment says, strictly, to these cookies; nobody renews. @returns null for no answer that says */
export async function askLayer(layer: Layer, cookies: Presented['cookies']): Promise<Verdict | null> {
  const thief = new Thief(cookies, new AbortController().signal, { asked: ['strict'], renews: false })
  try {
    const report = await thief.try(layer)
    return report?.judgements[0]?.verdict ?? null
  } catch (error) {
    logFailure('lab_layer_unanswered', error)
    return null
  }
}
