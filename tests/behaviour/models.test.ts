import { gates } from '@/tests/behaviour/differences'
import { describeModels, everything } from '@/tests/behaviour/suite'

describeModels(gates.withMiddleware, everything)
