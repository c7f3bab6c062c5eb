import { gates } from '@/tests/behaviour/differences'
import { describeModels } from '@/tests/behaviour/suite'

describeModels(gates.withMiddleware)
