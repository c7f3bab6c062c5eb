import type { Model } from '@/lib/session/models'

/**
 * Everything in which a model may differ from the others as seen from outside. A fourth model is tested as soon as its
 * name is in lib/session/models.ts: a single cookie called after it, and none of the peculiarities below.
 */
export interface Traits {
  cookies: readonly string[]
  /** Session data is in the cookie: it has 4096 bytes, and a copy of the cookie has a copy of the data. */
  keepsDataInCookie: boolean
  /** Each renewal uses the credential up; whoever comes back with a used one after the grace window is a thief. */
  rotates: boolean
  /** It has a row, so its owner finds it on a list and can revoke it from another device. */
  isListed: boolean
  /** Its first cookie is a token that can be sent as `Authorization: Bearer` as well. */
  isBearer: boolean
}

const differences: Partial<Record<Model, Partial<Traits>>> = {
  sealed: { keepsDataInCookie: true, isListed: false },
  signed: { cookies: ['__Host-signed', '__Host-refresh'], rotates: true, isBearer: true },
}

export function traitsOf(model: Model): Traits {
  const common = { keepsDataInCookie: false, rotates: false, isListed: true, isBearer: false }
  return { cookies: [`__Host-${model}`], ...common, ...differences[model] }
}

/** In which the application differs when nobody calls its middleware. Whoever is refused with it is refused without. */
export interface Gate {
  middleware: boolean
  /** The status that sends a stranger from a page to the login: a page cannot answer 303. */
  strangerStatus: 303 | 307
  /** Pages cannot set cookies: without the middleware they decide by the database, and leave the credential as it is. */
  pagesRenew: boolean
}

export const gates = {
  withMiddleware: { middleware: true, strangerStatus: 303, pagesRenew: true },
  withoutMiddleware: { middleware: false, strangerStatus: 307, pagesRenew: false },
} as const satisfies Record<string, Gate>
