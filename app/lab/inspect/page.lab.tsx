import type { Metadata } from 'next'
import { AddressDesk } from '@/app/lab/inspect/address-desk' // feature: tokens
import { CookieSizes } from '@/app/lab/inspect/cookie-sizes'
import { FlipDesk } from '@/app/lab/inspect/flip-desk'
import { PartsView } from '@/app/lab/inspect/parts-view'
import { TimeLine } from '@/app/lab/inspect/time-line'
import { LabFrame, LogInFirst } from '@/app/lab/ui/lab-frame'
import { inspectCredential } from '@/lib/lab/server/inspect-credential'
import { requireLab } from '@/lib/lab/server/require-lab'

export const metadata: Metadata = { title: 'Inspect' }

export default async function InspectPage() {
  requireLab()

  const inspection = await inspectCredential()
  return (
    <LabFrame
      session={inspection?.session ?? null}
      heading="Inspect your cookie"
      summary="See what is inside your own session cookie, and what happens when one bit of it changes."
      method="The cookies of your session are HttpOnly: no script of a page can read them. The server opens your own cookies here, and never shows those of another user."
    >
      {inspection === null ? (
        <LogInFirst>This page inspects your own cookie, and you are not logged in.</LogInFirst>
      ) : (
        <div className="grid gap-12">
          <CookieSizes cookies={inspection.cookies} />
          <PartsView parts={inspection.parts} />
          <TimeLine session={inspection.session} issuedAt={inspection.parts.issuedAt} now={inspection.now} />
          <FlipDesk cookies={inspection.cookies} />
          <AddressDesk /> {/* feature: tokens */}
        </div>
      )}
    </LabFrame>
  )
}
