import 'server-only'
import type { Layer } from '@/lib/lab/words'
import { CookieHolder } from '@/lib/server/lab/cookie-holder'
import type { Presented } from '@/lib/session/presented'
import type { Verdict } from '@/lib/session/session'

interface Asking {
  cookies: Presented['cookies']
  /** What this deployment wants of every request. */
  besides: string
}

/** What a layer of this very deployment says, strictly, to these cookies; nobody renews. @returns null for no answer that says */
export async function askLayer(layer: Layer, { cookies, besides }: Asking): Promise<Verdict | null> {
  const holder = new CookieHolder(cookies, new AbortController().signal, { asked: ['strict'], renews: false, besides })
  const report = await holder.try(layer)
  return report?.judgements[0]?.verdict ?? null
}
