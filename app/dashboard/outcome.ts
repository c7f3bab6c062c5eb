import type { DataState } from '@/app/dashboard/data-state'

export const sentences: Record<DataState['outcome'], string> = {
  idle: '',
  saved: 'Saved.',
  too_large:
    'Not saved: the cookie would exceed 4096 bytes, now or at a renewal, and browsers drop such a cookie. Please shorten the note.',
  invalid: 'Not saved: a note has 10,000 characters at most, and none of them is a NUL.',
  ended: 'Not saved: this session has ended. Please copy what you typed.',
  other_account: '',
  unavailable: 'Not saved: the session could not be reached just now. Please try again in a moment.',
}
