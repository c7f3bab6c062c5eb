import 'server-only'
import { selfOrigin } from '@/lib/addresses'
import { CookieHolder } from '@/lib/lab/server/cookie-holder'
import type { Layer } from '@/lib/lab/shared/words'
import { routes } from '@/lib/routes'

/** Milliseconds. A development server compiles a page on its first request, which takes longer than any answer afterwards. */
const patience = 60_000

/**
 * Asks each target once before an experiment, without a cookie, and the address of the renewal: a cold start or a compilation
 * is no part of a run, of a race or of a fresh window.
 * @param besides what this deployment wants of every request, as a Cookie header has it
 */
export async function wakeTargets(besides: string, layers: readonly Layer[]): Promise<void> {
  const stranger = new CookieHolder({}, AbortSignal.timeout(patience), { besides, patience })
  await Promise.all([wakeRenewal(besides), ...layers.map((layer) => stranger.try(layer))])
}

/** Without a credential it answers 401. No answer is for the experiment to find out. */
async function wakeRenewal(besides: string): Promise<void> {
  const signal = AbortSignal.timeout(patience)
  const init = { method: 'POST', headers: { Cookie: besides }, redirect: 'manual', cache: 'no-store', signal } as const
  await fetch(`${selfOrigin()}${routes.renew}`, init).then(
    (response) => response.arrayBuffer(),
    () => null,
  )
}
