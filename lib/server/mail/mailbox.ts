// feature: mail (this file)
import 'server-only'
import { notFound } from 'next/navigation'
import { env } from '@/lib/env'

/** Whether the page /mailbox exists: in development, where the embedded SMTP server receives all mail. */
export function hasMailbox(): boolean {
  const { NODE_ENV, MAILBOX_FOLDER } = env()
  return NODE_ENV === 'development' && MAILBOX_FOLDER !== undefined
}

/** The first line of the page. It shows links that set passwords, so it answers 404 everywhere else. */
export function requireMailbox(): void {
  if (!hasMailbox()) notFound()
}
