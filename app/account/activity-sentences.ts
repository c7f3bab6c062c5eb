import type { Activity } from '@/lib/server/list-activity'

/** By the owner. */
const sentences: Readonly<Record<string, string>> = {
  signup: 'The account was opened.',
  login: 'You logged in.',
  login_failed: 'Somebody tried to log in with a wrong password.',
  logout: 'You logged out.',
  step_up: 'You proved your password again.',
  step_up_failed: 'Somebody who was logged in gave a wrong password.',
  renewal_refused: 'A session that had ended was tried again.',
  refresh_reused: 'A used refresh token came back, as after a theft: its session was ended.',
  revoked: 'You ended a session from another device.',
  others_cut_off: 'You ended every other session.',
  cut_off: 'Every session was ended.',
  name_changed: 'The name was changed.',
  password_changed: 'The password was changed, and every other session ended.',
  role_changed: 'The role was changed.',
  disabled: 'The account was disabled.',
  enabled: 'The account was enabled again.',
}

/** By an admin. */
const byOthers: Readonly<Record<string, string>> = {
  cut_off: 'An admin ended every session.',
  role_changed: 'An admin changed the role.',
  disabled: 'An admin disabled the account.',
  enabled: 'An admin enabled the account again.',
}

/** An event of a kind that a newer release knows is still told, in its own word. */
export function sentenceFor({ kind, detail, isByOther }: Activity): string {
  const sentence = (isByOther ? byOthers[kind] : undefined) ?? sentences[kind] ?? kind
  return detail ? `${sentence.replace(/\.$/, '')}: ${inWords(detail)}.` : sentence
}

/** `member>editor` */
const inWords = (detail: string) => detail.replace('>', ' before, now ')
