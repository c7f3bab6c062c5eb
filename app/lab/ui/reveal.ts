/** The part of it that must be visible, in pixels. */
const enough = 160

/**
 * As a `ref`: scrolls a result that appears below the screen to its middle. The buttons stay visible.
 * @param element null when it is removed
 */
export function reveal(element: HTMLElement | null): void {
  if (!element) return

  const { top } = element.getBoundingClientRect()
  if (top < innerHeight - enough) return

  const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches
  scrollBy({ top: top - innerHeight / 2, behavior: isCalm ? 'auto' : 'smooth' })
}
