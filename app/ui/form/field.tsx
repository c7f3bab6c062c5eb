import type { ComponentProps, ReactNode } from 'react'

interface FrameProps {
  name: string
  label: string
  hint?: string | undefined
  error?: string | undefined
  children: ReactNode
}

/** Label, hint and error of the control inside. The control has `name` as its id, and `describedBy(...)`. */
export function FieldFrame({ name, label, hint, error, children }: FrameProps) {
  return (
    <div>
      <label htmlFor={name} className="mb-1 block font-medium">
        {label}
      </label>
      {hint && (
        <p id={`${name}-hint`} className="mb-1.5 text-sm text-ink-soft">
          {hint}
        </p>
      )}
      {children}
      <FieldError name={name} error={error} />
    </div>
  )
}

export function FieldError({ name, error }: { name: string; error: string | undefined }) {
  if (!error) return null

  return (
    <p id={`${name}-error`} className="mt-1.5 text-sm font-medium text-alert">
      {error}
    </p>
  )
}

export function describedBy(name: string, { hint, error }: { hint?: string | undefined; error?: string | undefined }) {
  const ids = [hint && `${name}-hint`, error && `${name}-error`].filter(Boolean)
  return ids.length > 0 ? ids.join(' ') : undefined
}

interface TextFieldProps extends Omit<FrameProps, 'children'> {
  /** Unique on the page, where several forms have a field of this name. */
  id?: string
  type?: 'text' | 'email'
  autoComplete: string
  defaultValue: string
}

/** `required` informs assistive technology only: the forms are `noValidate`, so that they show our sentences. */
export function TextField({ name, id = name, type = 'text', autoComplete, defaultValue, ...frame }: TextFieldProps) {
  return (
    <FieldFrame name={id} {...frame}>
      <input
        id={id}
        name={name}
        type={type}
        autoComplete={autoComplete}
        defaultValue={defaultValue}
        required
        aria-invalid={frame.error !== undefined}
        aria-describedby={describedBy(id, frame)}
        className="input"
      />
    </FieldFrame>
  )
}

/**
 * A radio button. The chosen one has an ink frame, because the colours of the models and of errors have their own meaning.
 */
export function RadioCard({ children, ...input }: Omit<ComponentProps<'input'>, 'type' | 'className'>) {
  return (
    <label className="radio-card">
      <input type="radio" {...input} />
      {children}
    </label>
  )
}
