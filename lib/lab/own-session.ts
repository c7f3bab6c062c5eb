/** What the lab's pages take from `GET /api/me`. Runs anywhere. */

import * as z from 'zod/mini'

export const OwnSession = z.object({ session: z.object({ freshUntil: z.iso.datetime() }) })
