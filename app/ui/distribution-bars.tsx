// feature: bench (this file)
import { type Bin, drawBars, placeOn, type Scale } from '@/lib/figures/distribution'

interface Props {
  buckets: readonly Bin[]
  scale: Scale
  /** Microseconds: marked below the bars. */
  median: number
}

const size = { width: 200, height: 26 }

/** A histogram of durations. Hidden from screen readers, which read the numbers beside it. */
export function DistributionBars({ buckets, scale, median }: Props) {
  const middle = placeOn(scale, median) * (size.width - 2)

  return (
    <svg viewBox="0 0 200 30" preserveAspectRatio="none" className="bars" aria-hidden="true">
      <path d="M0 26h200v.8H0" />
      <path d={drawBars(buckets, scale, size)} />
      <path d={`M${middle.toFixed(1)} 24h2v6h-2`} />
    </svg>
  )
}
