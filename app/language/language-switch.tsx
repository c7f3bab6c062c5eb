'use client'

import { usePathname, useSearchParams } from 'next/navigation'
import { useEffect } from 'react'
import type { LanguageState } from '@/app/language/actions'
import { chooseLanguageAction } from '@/app/language/actions'
import { ActionForm, useFormCall } from '@/app/ui/form/call'
import { FormReport } from '@/app/ui/form/report'
import { type Language, languageNames, languages } from '@/lib/languages'

const idle: LanguageState = { outcome: 'idle' }

/** A form, because it changes what the browser stores. It works without JavaScript. */
export function LanguageSwitch({ current }: { current: Language }) {
  const call = useFormCall(chooseLanguageAction, idle)
  const pathname = usePathname()
  const query = useSearchParams().toString()

  return (
    <ActionForm call={call} className="flex flex-wrap gap-x-6">
      <input type="hidden" name="page" value={pathname} />
      <input type="hidden" name="query" value={query} />
      {languages.map((language) => (
        <button
          key={language}
          type="submit"
          name="language"
          value={language}
          lang={language}
          aria-current={language === current ? 'true' : undefined}
          className="link inline-flex min-h-11 cursor-pointer items-center aria-[current]:font-semibold aria-[current]:text-ink aria-[current]:no-underline"
        >
          {languageNames[language]}
        </button>
      ))}
      <FormReport call={call} isRefusal={false} unanswered="Check your connection, then try again." />
    </ActionForm>
  )
}

/** `<html>` belongs to the layout, which React does not render again when a link leads from one page to the next. */
export function DocumentLanguage({ language }: { language: Language }) {
  useEffect(() => {
    document.documentElement.lang = language
  }, [language])
  return null
}
