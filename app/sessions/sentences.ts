import type { RevokeOutcome, RevokeState } from '@/app/sessions/revoke-state'

const sentences: Readonly<Record<RevokeOutcome, string>> = {
  idle: '',
  revoked: 'Revoked. That session is refused from its next request on.',
  unfinished: 'That session has ended.',
  reopened:
    'That session goes on: the password was proved there while you were looking. It is on the list below, under its new id.',
  not_found: 'Nothing was revoked: you have no such session.',
  invalid: 'Nothing was revoked: that form was not one of ours.',
  ended: 'This session itself has ended.',
  // Said by every form.
  other_account: '',
  unavailable: 'Nothing is certain: a store did not answer. Please look again in a moment, and repeat it.',
  // Said beside the password.
  ...{ prove: '', wrong_password: '', too_many: '' },
}

const aboutOthers: Partial<typeof sentences> = {
  revoked: 'Every other session has ended, of every model. This one goes on, under a new id.',
  unfinished: 'Every other session has ended. This one goes on, under a new id.',
}

export function sentenceFor({ outcome, scope }: RevokeState, believedFor: string): string {
  const sentence = (scope === 'others' && aboutOthers[outcome]) || sentences[outcome]
  if (outcome !== 'unfinished') return sentence
  return `${sentence} Redis could not be told, though: a copy of a cookie may be believed for up to ${believedFor} more.`
}
