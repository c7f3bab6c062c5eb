import { type Browser, chromium } from 'playwright-core'
import { inject } from 'vitest'
import { ofThisLane } from '@/tests/support/lanes'
import { waitingFor } from '@/tests/support/waits'

/** The Chromium that the files of this lane share. Closing it closes only the contexts that this file has opened. */
export const connectToBrowser = (): Promise<Browser> =>
  waitingFor('browser', () => chromium.connect(ofThisLane(inject('browsers'))))
