import { toNextJsHandler } from 'better-auth/next-js'
import { withTable } from '@/lib/better-auth'

export const { GET, POST } = toNextJsHandler(withTable)
