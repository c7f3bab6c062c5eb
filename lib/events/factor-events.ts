// feature: second-factor (this file)
import { effects, type SessionEvent } from '@/lib/events/event'

/** What a user does with a second factor. */
export const factorEvents = [
  {
    id: 'app-on',
    name: 'second factor on',
    group: 'user',
    current: effects.rotated,
    others: effects.ends,
    soon: 'second',
  },
  {
    id: 'app-off',
    name: 'second factor off',
    group: 'user',
    current: effects.rotated,
    others: effects.ends,
    soon: 'second',
  },
  {
    id: 'recovery-code-used',
    name: 'recovery code used',
    group: 'user',
    current: effects.starts,
    others: effects.stays,
    soon: 'never',
  },
  {
    id: 'passkey-added',
    name: 'passkey added',
    group: 'user',
    current: effects.rotated,
    others: effects.ends,
    soon: 'second',
  },
  {
    id: 'passkey-removed',
    name: 'passkey removed',
    group: 'user',
    current: effects.rotated,
    others: effects.ends,
    soon: 'second',
  },
] as const satisfies readonly SessionEvent[]
