import 'server-only'
import { env } from '@/lib/env'

/** Whether the login page may mention the people that a development database is seeded with (ASVS 6.3.2). */
export const hasSeededPeople = () => env().NODE_ENV !== 'production'
