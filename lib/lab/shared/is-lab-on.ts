import { env } from '@/lib/env'

/** Off in production by default. A build without the lab has nothing to switch on. */
export function isLabOn(): boolean {
  const { LAB, NODE_ENV } = env()
  return (LAB ?? (NODE_ENV === 'production' ? 'off' : 'on')) === 'on'
}
