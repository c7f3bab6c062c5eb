import type { ActOutcome } from '@/app/admin/act-state'

/** What every act may be answered. `done` and `unfinished` are each act's own. */
export const refusals = {
  idle: '',
  unchanged: 'Nothing was changed: it was so already.',
  unknown: 'Nothing was changed: this account does not exist any more.',
  self: 'Nothing was changed: you cannot do this to yourself. Another admin can.',
  last_admin: 'Nothing was changed: this is the last admin. Make somebody else one first.',
  invalid: 'Nothing was changed: the form was incomplete. Please load this page again.',
  ended: 'Nothing was changed: your session has ended.',
  forbidden: 'Nothing was changed: your role does not allow this any more.',
  // Said by every form.
  other_account: '',
  // Said beside the password.
  ...{ prove: '', wrong_password: '', too_many: '' },
  unavailable: 'Nothing is certain: a store did not answer. Please look again in a moment, and repeat it.',
} as const satisfies Record<Exclude<ActOutcome, 'done' | 'unfinished'>, string>

export const notTold =
  'Redis could not be told, though: for some minutes a copy of a cookie may still be believed. Do it again to tell it.'
