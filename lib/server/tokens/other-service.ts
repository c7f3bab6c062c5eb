import 'server-only'
import { env } from '@/lib/env'

/**
 * The service on another origin that our page takes tokens to: the first of API_AUDIENCES.
 * @returns its address, which is also the audience of its tokens; null where none is configured
 */
export const otherService = (): string | null => env().API_AUDIENCES[0] ?? null
