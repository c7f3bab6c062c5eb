import { drawBars, placeOn, scaleFor } from '@/lib/figures/distribution'
import type { Figures } from '@/lib/figures/measured'

const width = 200
const height = 26

/**
 * The distributions of the home page, each with its base line and a mark at the median. A file, because their outlines would be in
 * each answer twice. The page gives the colours.
 */
export function drawDistributions({ checks }: Figures): string {
  const scale = scaleFor(checks.map(({ histogram }) => histogram))
  const pictures = checks.map(({ mode, model, histogram, p50 }) => {
    const middle = (placeOn(scale, p50) * (width - 2)).toFixed(1)
    return [
      `<symbol id="${mode}-${model}" viewBox="0 0 200 30" preserveAspectRatio="none">`,
      `<path fill="var(--rule)" d="M0 ${height}h${width}v.8H0"/>`,
      `<path fill="var(--model)" d="${drawBars(histogram, scale, { width, height })}"/>`,
      `<path fill="var(--ink)" d="M${middle} 24h2v6h-2"/>`,
      '</symbol>',
    ].join('')
  })
  return [
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 30" aria-hidden="true">',
    ...pictures,
    '</svg>\n',
  ].join('\n')
}
