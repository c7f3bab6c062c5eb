import { percentile } from '@/lib/figures/distribution'

export const median = (values: readonly number[]) => percentile(values, 0.5)
