import { gates } from '@/tests/behaviour/differences'
import { describeModels } from '@/tests/behaviour/suite'

// As if the middleware had been skipped (CVE-2025-29927 and its relatives): nothing it does may be what keeps strangers out.
describeModels(gates.withoutMiddleware)
