'use client'

import { usePathname } from 'next/navigation'
import { useEffect, useState } from 'react'

/** Restores what the user typed before an update of the application, and shows a note until the form is sent or left. */
export function KeepTyped() {
  const pathname = usePathname()
  const [restoredOn, setRestoredOn] = useState<string | null>(null)

  useEffect(() => {
    // React runs effects twice in development, and the second run finds nothing to restore.
    if (restoreTyped()) setRestoredOn(location.pathname)
    const onSubmit = (event: Event) => {
      rememberTyped(event)
      setRestoredOn(null)
    }
    document.addEventListener('submit', onSubmit, true)
    return () => document.removeEventListener('submit', onSubmit, true)
  }, [])

  return (
    <div role="status">
      {restoredOn === pathname && (
        <p className="sheet fixed inset-x-4 bottom-4 z-10 mx-auto max-w-xl px-4 py-3">
          This page was updated. Your entries are in the form again. Nothing has been sent.
        </p>
      )}
    </div>
  )
}

/* What the user typed into the form that was sent last, without passwords, in this tab's memory. */

interface Typed {
  path: string
  /** Which of the page's forms. */
  form: number
  values: readonly (readonly [name: string, value: string])[]
}

const key = 'typed'

let last: Typed | null = null

const formsOf = () => [...document.querySelectorAll('form')]

function rememberTyped({ target }: Event): void {
  if (!(target instanceof HTMLFormElement)) return

  const fields = [...target.elements].filter(isTyped).filter((field) => !(isChoice(field) && !field.checked))
  const values = fields.map(({ name, value }) => [name, value] as const)
  last = { path: location.pathname, form: formsOf().indexOf(target), values }
}

/** Reloads the page. The new page restores what was typed into the old one. */
export function reloadWithTyped(): void {
  if (last) sessionStorage.setItem(key, JSON.stringify(last))
  location.reload()
}

/** @returns whether a form was filled in again */
function restoreTyped(): boolean {
  const stored = sessionStorage.getItem(key)
  sessionStorage.removeItem(key)
  const typed: Typed | null = stored ? JSON.parse(stored) : null
  const form = typed && typed.path === location.pathname ? formsOf()[typed.form] : undefined
  if (!typed || !form) return false

  for (const field of [...form.elements].filter(isTyped)) fill(field, typed.values)
  return typed.values.length > 0
}

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement

const isChoice = (field: Field): field is HTMLInputElement => field.type === 'radio' || field.type === 'checkbox'

function isTyped(element: Element): element is Field {
  if (element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement) return element.name !== ''
  return (
    element instanceof HTMLInputElement && element.name !== '' && !/^(password|hidden|file|submit)$/.test(element.type)
  )
}

function fill(field: Field, values: Typed['values']): void {
  const own = values.filter(([name]) => name === field.name).map(([, value]) => value)
  if (isChoice(field)) field.checked = own.includes(field.value)
  else if (own[0] !== undefined) field.value = own[0]
}
