import type { Metadata } from 'next'
import { labPlaces } from '@/app/lab/places'
import { LabFrame } from '@/app/lab/ui/lab-frame'
import { PageLink } from '@/app/ui/page/link'
import { requireLab } from '@/lib/lab/server/require-lab'
import { getSession } from '@/lib/server/guards/require-session'

export const metadata: Metadata = { title: 'Lab' }

export default async function LabPage() {
  requireLab()

  return (
    <LabFrame
      session={await getSession()}
      heading="The lab"
      summary="Six experiments that show how the three session models behave, on this deployment and with your own session."
    >
      <ul className="grid gap-5 sm:grid-cols-2 lg:grid-cols-3">
        {labPlaces.map(({ href, name, does }) => (
          <li key={href} className="sheet p-5">
            <h2 className="text-2xl font-semibold">
              <PageLink href={href} className="link">
                {name}
              </PageLink>
            </h2>
            <p className="mt-2 text-ink-soft">{does}</p>
          </li>
        ))}
      </ul>
    </LabFrame>
  )
}
