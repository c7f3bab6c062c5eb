import 'server-only'
import { notFound } from 'next/navigation'
import { isLabOn } from '@/lib/lab/is-lab-on'

/**
 * The first line of every page and action of the lab: a build that has them can still be told to be without, and Next runs an
 * action that is posted to any page. Refuses with 404.
 */
export function requireLab(): void {
  if (!isLabOn()) notFound()
}
