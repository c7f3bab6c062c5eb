import 'server-only'

/** Bytes: more than any address takes. A token of the longest kind, twice, and its parameters' names; or a long note. */
export const longestBody = 16_384

/** @returns the text of a body, or null when it has more bytes than this: the rest is never read */
export async function readAtMost(body: ReadableStream<Uint8Array> | null, bytes: number): Promise<string | null> {
  if (!body) return ''

  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of body) {
    length += chunk.byteLength
    if (length > bytes) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
