import { accountMutants } from '@/tests/mutants/accounts'
import { checkMutants } from '@/tests/mutants/check'
import { edgeMutants } from '@/tests/mutants/edge'
import { handlerMutants } from '@/tests/mutants/handlers'
import type { Mutant } from '@/tests/mutants/mutant'
import { pageMutants } from '@/tests/mutants/pages'
import { resourceServerMutants } from '@/tests/mutants/resource-server'
import { revocationMutants } from '@/tests/mutants/revocation'
import { sessionMutants } from '@/tests/mutants/sessions'
import { tokenMutants } from '@/tests/mutants/tokens'

export const mutants: readonly Mutant[] = [
  ...checkMutants,
  ...revocationMutants,
  ...tokenMutants,
  ...edgeMutants,
  ...handlerMutants,
  ...sessionMutants,
  ...accountMutants,
  ...pageMutants,
  ...resourceServerMutants,
]
