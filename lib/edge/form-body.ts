/**
 * Whether Next can parse the body of a POST to a page. Every action of ours is called with a form. Next answers any
 * other body with 500 and a stack trace in the log, so unauthenticated requests could fill the log.
 */

/** The parts of a request that the gate reads; NextRequest has them. */
export interface FormRequest {
  headers: Pick<Headers, 'get' | 'has'>
  formData: () => Promise<FormData>
}

export async function isReadableForm(request: FormRequest): Promise<boolean> {
  const type = request.headers.get('content-type') ?? ''
  const isAction = request.headers.has('next-action')
  // Without an action, Next answers a body of another type with the page.
  if (!type.toLowerCase().startsWith('multipart/form-data')) return !isAction

  const form = await request.formData().catch(() => null)
  return form !== null && (!isAction || isCallWithForm(form.get('0')))
}

/** React's reply format: part 0 holds the arguments as JSON, and `$K1` among them stands for the form. */
function isCallWithForm(call: unknown): boolean {
  try {
    const args: unknown = JSON.parse(String(call))
    return Array.isArray(args) && /^\$K\d+$/.test(String(args.at(-1)))
  } catch {
    return false
  }
}
