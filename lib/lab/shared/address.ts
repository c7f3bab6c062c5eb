// feature: tokens (this file)
/** Requests and answers of the experiment with a token in an address. Client components may import this file. */

import * as z from 'zod/mini'

/** POST issues a token for the experiment; GET answers what the server has received. */
export const addressTarget = '/api/lab/address'

/** The lifetime of the token, in seconds: the experiment leaves copies of it in logs and histories. */
export const addressSeconds = 30

export const AddressToken = z.object({ token: z.string() })
export type AddressToken = z.infer<typeof AddressToken>

export const Received = z.object({
  /** Method and target of the request: access logs contain them. */
  request: z.string(),
  referer: z.nullable(z.string()),
  /** What the log of this application says about a request, as JSON. */
  ownLog: z.string(),
})
export type Received = z.infer<typeof Received>
