import { percentile } from '@/lib/distribution'

export const median = (values: readonly number[]) => percentile(values, 0.5)
