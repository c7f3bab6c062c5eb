'use client'

import { ErrorNotice } from '@/app/ui/error-notice'
import { Frame } from '@/app/ui/frame'

export default function PageError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <Frame visitor="unknown" account="unknown">
      <ErrorNotice error={error} retry={retry} />
    </Frame>
  )
}
