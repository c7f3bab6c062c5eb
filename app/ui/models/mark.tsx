// model: several (this file)
import type { Model } from '@/lib/session/models'

interface Props {
  model: Model
  className?: string
}

/**
 * A shape, so that the colour is never the only sign: sealing wax, a ruled card, a signature. palette.css has the shapes: they are on
 * every page, some of them often, and the browser caches a stylesheet.
 */
export function ModelMark({ model, className = 'size-5' }: Props) {
  return <span data-model={model} className={`mark ${className}`} />
}
