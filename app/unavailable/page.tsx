import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { Frame } from '@/app/ui/page/frame'
import { ReloadLink } from '@/app/ui/page/link'
import { Unavailable } from '@/app/ui/page/notice'
import { getEdgeTrace } from '@/lib/server/guards/current'

export const metadata: Metadata = { title: 'Try again in a moment' }

/** The middleware rewrites a page that it cannot check to this one, with 503. A request for this address gets 404. */
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
