import type { Call } from '@/app/tokens/call-resource'

/** What a call after the revocation has shown, as a sentence. */
export function resultOf(call: Call): string {
  if (call.outcome === 'accepted') return accepted(call)
  if (call.outcome === 'refused') return refused(call)
  return 'It said nothing about the token. Call again.'
}

function accepted({ resource, reason }: Call): string {
  if (resource === 'notes') return 'Our copy of what was revoked may be a second old. Call again.'
  if (reason === 'local') return 'It asks nobody, so it cannot know, and goes on until the token expires.'
  return reason === 'introspection' ? 'It asked us, and was told that the token is good.' : 'It goes on.'
}

function refused({ resource, reason }: Call): string {
  if (reason === 'expired') return 'By now the token has expired, which anyone can read in it.'
  if (reason !== 'revoked') return 'It has another reason than the revocation.'
  return resource === 'notes' ? 'We know what we have revoked, at once.' : 'It asked us, and was told at once.'
}
