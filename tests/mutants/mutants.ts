import { accountMutants } from '@/tests/mutants/accounts'
import { checkMutants } from '@/tests/mutants/check'
import { edgeMutants } from '@/tests/mutants/edge'
import { eventMutants } from '@/tests/mutants/events'
import { handlerMutants } from '@/tests/mutants/handlers'
import { mailMutants } from '@/tests/mutants/mail' // feature: mail
import type { Mutant } from '@/tests/mutants/mutant'
import { noticeMutants } from '@/tests/mutants/notices' // feature: mail
import { pageMutants } from '@/tests/mutants/pages'
import { resourceServerMutants } from '@/tests/mutants/resource-server'
import { revocationMutants } from '@/tests/mutants/revocation'
import { secondFactorMutants } from '@/tests/mutants/second-factor'
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
  ...mailMutants, // feature: mail
  ...noticeMutants, // feature: mail
  ...eventMutants,
  ...pageMutants,
  ...resourceServerMutants,
  ...secondFactorMutants,
]
