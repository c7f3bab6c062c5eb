// feature: bench (this file)
import { type Bin, drawBars, placeOn, type Scale } from '@/lib/figures/distribution'

interface Props {
  buckets: readonly Bin[]
  scale: Scale
  /** Microseconds: marked below the bars. */
  median: number
}

const size = { width: 200, height: 26 }

/** How many took how long. The numbers stand beside it: a picture for eyes alone. */
export function DistributionBars({ buckets, scale, median }: Props) {
  const middle = placeOn(scale, median) * (size.width - 2)

  return (
    <svg viewBox="0 0 200 30" preserveAspectRatio="none" className="h-8 w-full" aria-hidden="true">
      <rect className="fill-rule" y={size.height} width={size.width} height="0.8" />
      <path className="fill-model" d={drawBars(buckets, scale, size)} />
      <rect className="fill-ink" x={middle} y="24" width="2" height="6" />
    </svg>
  )
}
