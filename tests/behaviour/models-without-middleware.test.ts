import { gates } from '@/tests/behaviour/differences'
import { describeModels, guarded } from '@/tests/behaviour/suite'

// As if the middleware had been skipped (CVE-2025-29927 and its relatives). tests/architecture/guards.test.ts shows that every
// page, action and handler has a guard; these cases show each kind of guard at work by itself.
describeModels(gates.withoutMiddleware, guarded)
