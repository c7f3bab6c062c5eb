import { targets } from '@/lib/lab/shared/targets'
import type { Layer } from '@/lib/lab/shared/words'

/** Milliseconds until a request is aborted. A development server compiles a page on its first request, which takes long. */
const patience = 60_000

const warmed = new Set<string>()

/**
 * Requests the targets of these layers once per page, so that a development server compiles them before they are timed. A
 * target without an answer is requested again the next time.
 * @param query switches, as the target takes them
 */
export async function warmTargets(layers: readonly Layer[], query: URLSearchParams): Promise<void> {
  const paths = new Set(layers.map((layer) => (layer === 'action' ? targets.page : targets[layer])))
  for (const path of [...paths].filter((path) => !warmed.has(path))) {
    const address = new URL(`${path}?${query}`, location.origin)
    const response = await fetch(address, { cache: 'no-store', signal: AbortSignal.timeout(patience) }).catch(
      () => null,
    )
    await response?.arrayBuffer().catch(() => null)
    if (response?.ok) warmed.add(path)
  }
}
