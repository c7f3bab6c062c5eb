import { describeLimits } from '@/tests/integration/support/limit-cases'

// Over the embedded store, which runs one script after the other, and slowly.
describeLimits({ size: 60, atOnce: 5 })
