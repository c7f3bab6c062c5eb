import type { Model } from '@/lib/session/models'

/**
 * Every difference of a model that a client can observe. A fourth model is tested as soon as its name is in
 * lib/session/models.ts: a single cookie named after it, and none of the traits below.
 */
export interface Traits {
  cookies: readonly string[]
  /** Session data is in the cookie: at most 4096 bytes, and a copied cookie carries the data. */
  keepsDataInCookie: boolean
  /** Each renewal uses the credential up; a used one after the grace window counts as refresh token reuse. */
  rotates: boolean
  /** It has a row: the user sees it in the list and can revoke it from another device. */
  isListed: boolean
  /** Its first cookie is a token that is also valid as `Authorization: Bearer`. */
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

/** What differs when the middleware is skipped. A request that is refused with it is refused without it. */
export interface Gate {
  middleware: boolean
  /** The status that redirects an unauthenticated request from a page to the login: a page cannot answer 303. */
  strangerStatus: 303 | 307
  /** Pages cannot set cookies: without the middleware they check the database, and do not renew the credential. */
  pagesRenew: boolean
}

export const gates = {
  withMiddleware: { middleware: true, strangerStatus: 303, pagesRenew: true },
  withoutMiddleware: { middleware: false, strangerStatus: 307, pagesRenew: false },
} as const satisfies Record<string, Gate>
