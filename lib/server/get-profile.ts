import 'server-only'
import { getProfile as findProfile } from '@/lib/db/users'

/** Name and e-mail are in no credential: they are personal, they change, and a token can be read by anyone. */
export const getProfile = findProfile
