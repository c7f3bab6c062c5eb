'use client'

import { ErrorNotice } from '@/app/ui/error-notice'
import { PageFrame } from '@/app/ui/page-frame'

export default function PageError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <PageFrame visitor="unknown">
      <ErrorNotice error={error} retry={retry} />
    </PageFrame>
  )
}
