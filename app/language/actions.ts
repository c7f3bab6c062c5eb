'use server'

import { redirect } from 'next/navigation'
import * as z from 'zod'
import { languages } from '@/lib/languages'
import { routes, translatedPath } from '@/lib/routes'
import { setCookies } from '@/lib/server/guards/current'
import { requireOwnOrigin } from '@/lib/server/guards/same-origin'
import { rememberLanguage } from '@/lib/server/http/language'
import { nowInSeconds } from '@/lib/time'

export interface LanguageState {
  outcome: 'idle'
}

const LanguageForm = z.object({
  language: z.enum(languages),
  page: z.string().max(100),
  query: z.string().max(500),
})

/** Stores the language in this browser, and shows the same page again. It needs no account and changes none. */
export async function chooseLanguageAction(_: LanguageState, form: FormData): Promise<LanguageState> {
  await requireOwnOrigin()

  const input = LanguageForm.safeParse(Object.fromEntries(form))
  if (!input.success) redirect(routes.home)

  const { language, page, query } = input.data
  await setCookies([rememberLanguage(language, nowInSeconds())])
  redirect(translatedPath(page, query))
}
