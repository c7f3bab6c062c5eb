import { gates } from '@/tests/behaviour/differences'
import { describeModels, guarded } from '@/tests/behaviour/suite'

// The middleware is skipped (CVE-2025-29927 and its relatives). tests/architecture/guards.test.ts shows that every
// page, action and handler has a guard; these cases test each kind of guard by itself.
describeModels(gates.withoutMiddleware, guarded)
