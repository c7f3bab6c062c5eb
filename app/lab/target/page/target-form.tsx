'use client'

import { useActionState } from 'react'
import { judgeAction } from '@/app/lab/target/page/actions'

export function TargetForm({ query }: { query: string }) {
  const [report, formAction] = useActionState(judgeAction, null)

  return (
    <form action={formAction}>
      <input type="hidden" name="query" value={query} />
      <button type="submit">Ask the action</button>
      <pre id="action-report">{report && JSON.stringify(report)}</pre>
    </form>
  )
}
