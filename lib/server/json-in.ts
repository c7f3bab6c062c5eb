import 'server-only'

/** @returns null for what is no JSON, which no schema of ours takes */
export function jsonIn(text: string | null): unknown {
  try {
    return JSON.parse(text ?? 'null')
  } catch {
    return null
  }
}
