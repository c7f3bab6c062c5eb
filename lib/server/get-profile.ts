import 'server-only'

/** Name and e-mail are in no credential: they are personal, they change, and a token can be read by anyone. */
export { getProfile } from '@/lib/db/users'
