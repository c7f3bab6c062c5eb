'use client'

import { CallStep } from '@/app/tokens/call-step'
import { GetStep } from '@/app/tokens/get-step'
import { resourcesOf } from '@/app/tokens/resources'
import { TakeBackStep } from '@/app/tokens/take-back-step'
import { useDesk } from '@/app/tokens/use-desk'

interface Props {
  /** The audience of the other service, or null where there is none. */
  service: string | null
  /** Of the account that the page was rendered for. */
  userId: string
}

export function TokenDesk({ service, userId }: Props) {
  const resources = resourcesOf(service)
  const { desk, perform } = useDesk(resources, userId)
  const parts = { resources, desk, perform }

  return (
    <div className="grid gap-12 sm:gap-16">
      <GetStep {...parts} />
      <CallStep {...parts} />
      <TakeBackStep {...parts} />
    </div>
  )
}
