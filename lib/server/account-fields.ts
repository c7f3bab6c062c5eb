import 'server-only'
import * as z from 'zod'
import { isStorable } from '@/lib/server/is-storable'
import { isCommonPassword } from '@/lib/server/passwords'

/** What an account is made of, wherever it is typed: the same rules and the same sentences. */

export const PersonName = z
  .string('Enter the name you want to be greeted by.')
  .trim()
  .min(1, 'Enter the name you want to be greeted by.')
  .max(100, 'Use 100 characters or fewer.')
  .refine(isStorable, 'Use characters that can be seen.')

/** No rules of composition and no trimming (ASVS 6.2.5, 6.2.8): length, and not what everybody tries first. Parsed async. */
export const NewPassword = z
  .string('Use 8 characters or more.')
  .min(8, 'Use 8 characters or more.')
  .max(1000, 'Use 1000 characters or fewer.')
  .refine(async (password) => !(await isCommonPassword(password)), 'Too many people use this password. Choose another.')
