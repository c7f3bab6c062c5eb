/** What must be seen of it for it to count as seen, in pixels. */
const enough = 160

/**
 * As a `ref`: brings what an experiment shows onto the lower half of the screen, if it appears below it. The buttons stay in sight.
 * @param element null when it goes
 */
export function reveal(element: HTMLElement | null): void {
  if (!element) return

  const { top } = element.getBoundingClientRect()
  if (top < innerHeight - enough) return

  const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches
  scrollBy({ top: top - innerHeight / 2, behavior: isCalm ? 'auto' : 'smooth' })
}
