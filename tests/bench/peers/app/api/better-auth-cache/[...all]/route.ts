import { toNextJsHandler } from 'better-auth/next-js'
import { withCache } from '@/lib/better-auth'

export const { GET, POST } = toNextJsHandler(withCache)
