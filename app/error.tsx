'use client'

import { ErrorNotice } from '@/app/ui/page/error-notice'
import { Frame } from '@/app/ui/page/frame'

export default function PageError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <Frame visitor="unknown" account="unknown">
      <ErrorNotice error={error} retry={retry} />
    </Frame>
  )
}
