import { FlipReport, type FlipRequest } from '@/lib/lab/flip'

/** @returns null when nothing came back that says what the layers said */
export async function flip(asked: FlipRequest): Promise<FlipReport | null> {
  try {
    const response = await fetch('/api/lab/flip', { method: 'POST', body: JSON.stringify(asked) })
    return FlipReport.safeParse(await response.json()).data ?? null
  } catch {
    return null
  }
}
