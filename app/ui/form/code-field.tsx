// feature: mail (this file)
'use client'

import { useEffect } from 'react'
import { TextField } from '@/app/ui/form/field'

/** The field for the code of a link in a mail, which the link fills in. */
export function CodeField({ code, error }: { code: string; error: string | undefined }) {
  useCodeFromLink()

  return (
    <TextField
      name="code"
      label="Code from the mail"
      hint="The link fills it in. If the field is empty, copy the code from the mail."
      autoComplete="off"
      defaultValue={code}
      error={error}
    />
  )
}

/** Moves the code from the address into the form: it then stands neither in the address bar nor in the browser's history. */
function useCodeFromLink(): void {
  useEffect(() => {
    function take(): void {
      const code = location.hash.slice(1)
      const field = document.querySelector<HTMLInputElement>('main form input[name="code"]')
      if (!field || code.length < 43) return

      field.value = code
      history.replaceState(null, '', location.pathname)
    }
    take()
    window.addEventListener('hashchange', take)
    return () => window.removeEventListener('hashchange', take)
  }, [])
}
