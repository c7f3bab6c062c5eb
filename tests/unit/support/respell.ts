const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/**
 * Other spellings of the same bytes: a last base64url character carries bits that belong to no byte. @returns every
 * other spelling, none when the bytes fill their characters exactly
 */
export function respellings(part: string): readonly string[] {
  const bytes = Buffer.from(part, 'base64url')
  const others = [...alphabet].map((last) => part.slice(0, -1) + last)
  return others.filter((other) => other !== part && Buffer.from(other, 'base64url').equals(bytes))
}

/** A seal ends in its MAC and a version mark: every spelling has the same MAC and the same content. */
export function respelledSeals(seal: string): readonly string[] {
  const [mac = ''] = /[^*]+(?=~2$)/.exec(seal) ?? []
  return respellings(mac).map((other) => seal.replace(mac, other))
}

/** Another character of the same alphabet, so that only the value is wrong. */
export function flipAt(text: string, index: number): string {
  const at = alphabet.indexOf(text.charAt(index))
  const flipped = at === -1 ? 'A' : alphabet.charAt(at ^ 1)
  return text.slice(0, index) + flipped + text.slice(index + 1)
}
