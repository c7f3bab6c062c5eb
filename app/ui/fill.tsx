import { Fragment, type ReactNode } from 'react'

const placeholder = /\{(\w+)\}/g

/** @throws when a value is missing: half a sentence must not reach a page */
function requireValue<Value>(values: Readonly<Record<string, Value>>, name: string, text: string): Value {
  const value = values[name]
  if (value === undefined) throw new Error(`no value for {${name}} in “${text}”`)
  return value
}

/** @param text with {name} for each value */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(placeholder, (_, name: string) => String(requireValue(values, name, text)))
}

interface Props {
  text: string
  values: Readonly<Record<string, ReactNode>>
}

/** The same for values that are elements. */
export function Filled({ text, values }: Props) {
  // Names are at the odd places, between the texts.
  return text.split(placeholder).map((part, index) => {
    const value = index % 2 === 0 ? part : requireValue(values, part, text)
    // A text needs no key, and each fragment would be in the answer.
    if (typeof value !== 'object') return value
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text keep their order.
    return <Fragment key={index}>{value}</Fragment>
  })
}
