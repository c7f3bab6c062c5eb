/** The languages of the translated pages, and which one a request gets. Runs anywhere. */

export const languages = ['en', 'zh-CN'] as const
export type Language = (typeof languages)[number]

/** Each language by its own name: a reader finds it without knowing the other one. */
export const languageNames: Readonly<Record<Language, string>> = { en: 'English', 'zh-CN': '简体中文' }

/**
 * @param remembered the value of the language cookie, as the browser sent it
 * @param accepted the Accept-Language header
 * @returns the remembered choice, then the best language of the header, then English
 */
export function chooseLanguage(remembered: string | undefined, accepted: string | null): Language {
  const [best] = rangesIn(accepted ?? '')
    .map(({ tag, quality }) => ({ language: languageOf(tag), quality }))
    .filter(({ language, quality }) => language !== null && quality > 0)
    .toSorted((a, b) => b.quality - a.quality)
  return languages.find((language) => language === remembered) ?? best?.language ?? 'en'
}

/** A reader of any Chinese (`zh`, `zh-Hans`, `zh-TW`) reads Simplified Chinese with less effort than English. */
function languageOf(tag: string): Language | null {
  if (/^zh(-|$)/i.test(tag)) return 'zh-CN'
  return /^(en(-|$)|\*$)/i.test(tag) ? 'en' : null
}

/** `zh-Hans-CN;q=0.8` (RFC 9110, section 12.5.4). */
const range = /^([a-z]{1,8}(?:-[a-z\d]{1,8})*|\*)(?:[ \t]*;[ \t]*q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?))?$/i

/** Malformed parts of the header do not count. */
function rangesIn(header: string): readonly { tag: string; quality: number }[] {
  return header.split(',').flatMap((part) => {
    const [, tag, quality = '1'] = range.exec(part.trim()) ?? []
    return tag === undefined ? [] : [{ tag, quality: Number(quality) }]
  })
}
