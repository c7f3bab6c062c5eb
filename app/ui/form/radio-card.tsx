import type { ComponentProps } from 'react'

/**
 * One of several answers to choose from. The chosen one is framed in ink: the colours of the models stand for the models
 * alone, and the colour of errors for errors.
 */
export function RadioCard({ children, ...input }: Omit<ComponentProps<'input'>, 'type' | 'className'>) {
  return (
    <label className="flex min-h-11 cursor-pointer items-center gap-3 border border-field bg-sheet px-3 py-2 leading-snug has-checked:border-ink has-checked:ring-1 has-checked:ring-ink">
      <input type="radio" {...input} className="size-4 shrink-0 accent-ink" />
      {children}
    </label>
  )
}
