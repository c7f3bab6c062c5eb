import type { ReactNode } from 'react'

interface Props {
  quiet?: boolean
  danger?: boolean
  isBusy: boolean
  onPress: () => void
  children: ReactNode
}

/** `aria-disabled` rather than `disabled`: the focus stays where it was while the answer is on its way. */
export function ActButton({ quiet = false, danger = false, isBusy, onPress, children }: Props) {
  return (
    <button
      type="button"
      aria-disabled={isBusy}
      onClick={onPress}
      className={`button ${quiet ? 'button-quiet' : ''} ${danger ? 'button-danger' : ''}`}
    >
      {children}
    </button>
  )
}
