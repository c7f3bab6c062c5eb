import 'server-only'
import { selfOrigin } from '@/lib/addresses'
import { CookieHolder } from '@/lib/lab/server/cookie-holder'
import type { Layer } from '@/lib/lab/shared/words'
import { routes } from '@/lib/routes'

/** Milliseconds. A development server compiles a page on its first request, which takes longer than any later answer. */
const patience = 60_000

/**
 * Requests each target, and the address of the renewal, once before an experiment, without a credential: a cold start
 * or a compilation must not count as part of a run, a race or a revalidation interval.
 * @param besides other cookies that this deployment requires on every request, as a Cookie header
 */
export async function wakeTargets(besides: string, layers: readonly Layer[]): Promise<void> {
  const stranger = new CookieHolder({}, AbortSignal.timeout(patience), { besides, patience })
  await Promise.all([wakeRenewal(besides), ...layers.map((layer) => stranger.try(layer))])
}

/** Without a credential it answers 401. If there is no answer, the experiment will show it. */
async function wakeRenewal(besides: string): Promise<void> {
  const signal = AbortSignal.timeout(patience)
  const init = { method: 'POST', headers: { Cookie: besides }, redirect: 'manual', cache: 'no-store', signal } as const
  await fetch(`${selfOrigin()}${routes.renew}`, init).then(
    (response) => response.arrayBuffer(),
    () => null,
  )
}
