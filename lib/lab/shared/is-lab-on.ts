import { env } from '@/lib/env'

/** Off in production unless asked for. A build without it has nothing that this could switch on. */
export function isLabOn(): boolean {
  const { LAB, NODE_ENV } = env()
  return (LAB ?? (NODE_ENV === 'production' ? 'off' : 'on')) === 'on'
}
