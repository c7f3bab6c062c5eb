import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { Frame } from '@/app/ui/page/frame'
import { Unavailable } from '@/app/ui/page/notice'
import { ReloadLink } from '@/app/ui/page/reload-link'
import { getEdgeTrace } from '@/lib/server/guards/check-trace'

export const metadata: Metadata = { title: 'Try again in a moment' }

/** What the middleware shows at the address of a page that it cannot check, with 503. At its own address there is none. */
export default async function UnavailablePage() {
  const trace = await getEdgeTrace()
  if (trace?.verdict !== 'unavailable') notFound()

  return (
    <Frame visitor="unknown" account="unknown">
      <Unavailable>
        <ReloadLink className="button">Try again</ReloadLink>
      </Unavailable>
    </Frame>
  )
}
