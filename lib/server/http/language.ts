import 'server-only'
import { cookies, headers } from 'next/headers'
import { cache } from 'react'
import { chooseLanguage, type Language } from '@/lib/languages'
import { isTranslated } from '@/lib/routes'
import { type IssuedCookie, issueCookie, languageCookie, nameInHttp } from '@/lib/session/cookies'
import { days } from '@/lib/time'

/** The language of the request: the remembered choice, or the browser's preference. Only translated pages ask. */
export const getLanguage = cache(async (): Promise<Language> => {
  const remembered = (await cookies()).get(nameInHttp(languageCookie))?.value
  return chooseLanguage(remembered, (await headers()).get('accept-language'))
})

/** The texts of a page in the language of the request. */
export async function inLanguage<Messages>(messages: Readonly<Record<Language, Messages>>): Promise<Messages> {
  return messages[await getLanguage()]
}

/** For `<html lang>`: every page that is not translated is in English. A layout is not told its path, so the header tells it. */
export async function getDocumentLanguage(): Promise<Language> {
  const path = (await headers()).get('x-request-path') ?? ''
  return isTranslated(path) ? getLanguage() : 'en'
}

/** Browsers keep a cookie for 400 days at most (RFC 6265bis, section 5.5). */
const lifetime = days(365)

/** The cookie to set when a visitor chooses a language. */
export const rememberLanguage = (language: Language, now: number): IssuedCookie =>
  issueCookie(languageCookie, language, now, now + lifetime)
