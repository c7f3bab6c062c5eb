import { inject } from 'vitest'
import { ofThisLane } from '@/tests/support/lanes'
import { registerApplication } from '@/tests/support/reach'

/** The running application that the files of this lane share, with every default. */
export const givenApplication = () => registerApplication(ofThisLane(inject('applications')))

/** The same, built and served with the lab. */
export const givenLab = () => registerApplication(ofThisLane(inject('labs')))
