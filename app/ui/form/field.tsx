import type { ReactNode } from 'react'

interface FrameProps {
  name: string
  label: string
  hint?: string | undefined
  error?: string | undefined
  children: ReactNode
}

/** Label, hint and error of the one control inside, which takes `name` as its id and `describedBy(...)`. */
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
  type?: 'text' | 'email'
  autoComplete: string
  defaultValue: string
}

/** `required` only tells assistive technology: the forms are `noValidate`, so that our own sentences are the ones shown. */
export function TextField({ type = 'text', autoComplete, defaultValue, ...frame }: TextFieldProps) {
  return (
    <FieldFrame {...frame}>
      <input
        id={frame.name}
        name={frame.name}
        type={type}
        autoComplete={autoComplete}
        defaultValue={defaultValue}
        required
        aria-invalid={frame.error !== undefined}
        aria-describedby={describedBy(frame.name, frame)}
        className="input"
      />
    </FieldFrame>
  )
}
