/** What was typed into the form that was sent last, in this tab's memory; passwords are not kept. */

interface Typed {
  path: string
  /** Which of the page's forms. */
  form: number
  values: readonly (readonly [name: string, value: string])[]
}

const key = 'typed'

let last: Typed | null = null

const formsOf = () => [...document.querySelectorAll('form')]

export function rememberTyped({ target }: Event): void {
  if (!(target instanceof HTMLFormElement)) return

  const fields = [...target.elements].filter(isTyped).filter((field) => !(isChoice(field) && !field.checked))
  const values = fields.map(({ name, value }) => [name, value] as const)
  last = { path: location.pathname, form: formsOf().indexOf(target), values }
}

/** Loads the page that is there now. It finds what was typed into the one that was there before. */
export function reloadWithTyped(): void {
  if (last) sessionStorage.setItem(key, JSON.stringify(last))
  location.reload()
}

/** @returns whether a form was filled in again */
export function restoreTyped(): boolean {
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
