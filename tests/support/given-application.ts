import { inject } from 'vitest'
import { ofThisLane } from '@/tests/support/lanes'

/** The running application that the files of this lane share, with every default. */
export const givenApplication = () => ofThisLane(inject('applications'))
