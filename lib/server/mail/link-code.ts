// feature: mail (this file)
import 'server-only'
import * as z from 'zod'

const wholeCode = 'Copy the whole code from the mail: 43 characters.'

/** The code of a link, in a form. Accepts the whole link too, which people paste instead of the code. */
export const LinkCode = z
  .string(wholeCode)
  .max(1000, wholeCode)
  .transform((typed) => typed.replace(/^.*#/s, '').replaceAll(/\s/g, ''))
  .pipe(z.string().regex(/^[\w-]{43}$/, wholeCode))

/** As typed, for the form to show again. */
export const typedCode = (form: FormData) => String(form.get('code') ?? '').slice(0, 1000)
