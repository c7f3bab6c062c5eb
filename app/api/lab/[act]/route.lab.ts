import type { NextRequest } from 'next/server'
import { acts } from '@/lib/lab/server/acts'
import { answerLab } from '@/lib/lab/server/require-lab'
import { problem } from '@/lib/server/http/problem'

/** Seconds. Measuring takes longest. A platform with a lower limit aborts a long run. */
export const maxDuration = 120

/** All methods are exported: for one that is not, Next would answer 405 and reveal the route where the lab is off. */
async function answer(request: NextRequest, { params }: { params: Promise<{ act: string }> }): Promise<Response> {
  return answerLab(request, async () => {
    const methods = acts.get((await params).act)
    if (!methods) return problem('not_found')

    const perform = methods[request.method]
    return perform
      ? perform(request)
      : new Response(null, { status: 405, headers: { Allow: Object.keys(methods).join() } })
  })
}

export {
  answer as DELETE,
  answer as GET,
  answer as HEAD,
  answer as OPTIONS,
  answer as PATCH,
  answer as POST,
  answer as PUT,
}
