import { inject } from 'vitest'

// Before each file of the suite on real stores: they are found where a run that was given some has them.
Object.assign(process.env, inject('realStores'))
