import { sayRefusal } from '@/app/lab/ui/say-refusal'
import { FlipReport, type FlipRequest } from '@/lib/lab/flip'

/** @returns what the layers said, or why nothing was turned, as a sentence */
export async function flip(asked: FlipRequest): Promise<FlipReport | string> {
  try {
    const response = await fetch('/api/lab/flip', { method: 'POST', body: JSON.stringify(asked) })
    return response.ok ? FlipReport.parse(await response.json()) : sayRefusal(response.status)
  } catch {
    return sayRefusal(0)
  }
}
