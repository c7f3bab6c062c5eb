import type { Mutant } from '@/tests/mutants/mutant'

/** An event that Postgres knows, and of which no other process learns: tests/integration/events performs each of them. */
export const eventMutants: readonly Mutant[] = [
  {
    name: 'disabled-account-not-published',
    file: 'lib/server/admin/users.ts',
    find: 'const end = await tell(() => raiseGeneration(userId, generation))',
    replace: 'const end = await tell(async () => void generation)',
    violates: 'Every process refuses the sessions of a disabled account within a second.',
    killedBy: ['tests/integration/events/cells.test.ts'],
  },
  {
    name: 'everyone-out-not-published',
    file: 'lib/server/sessions/revoke-all.ts',
    find: 'const end = await tell(() => raiseSiteGeneration(generation))',
    replace: 'const end = await tell(async () => void generation)',
    violates: 'Every process refuses the sessions of all users within a second after "everyone out".',
    killedBy: ['tests/integration/events/cells.test.ts'],
  },
  {
    name: 'deleted-account-not-published',
    file: 'lib/server/account/delete.ts',
    find: 'const told = await tell(() => raiseGeneration(userId, generation))',
    replace: 'const told = await tell(async () => void generation)',
    violates: 'An account is deleted only after the end of its sessions has been published.',
    killedBy: ['tests/integration/delete-account.test.ts'],
  },
  {
    name: 'reset-not-published',
    file: 'lib/server/account/recover.ts',
    find: 'const told = await tell(() => raiseGeneration(done.userId, done.generation))',
    replace: 'const told = await tell(async () => undefined)',
    violates:
      'Every process refuses the sessions from before a reset, or an undone change of the address, within a second.',
    killedBy: ['tests/integration/events/cells.test.ts'],
  },
  {
    name: 'changed-address-not-published',
    file: 'lib/server/account/confirm-address.ts',
    find: 'const told = await tell(() => raiseGeneration(changed.userId, changed.generation))',
    replace: 'const told = await tell(async () => undefined)',
    violates: 'Every process refuses the other sessions within a second after a change of the address.',
    killedBy: ['tests/integration/events/cells.test.ts'],
  },
  {
    name: 'others-ended-not-published',
    file: 'lib/server/sessions/revoke.ts',
    find: 'const told = await tell(() => raiseGeneration(session.userId, generation))',
    replace: 'const told = await tell(async () => void generation)',
    violates: 'Every process refuses the other sessions within a second after the user has ended them.',
    killedBy: ['tests/integration/events/cells.test.ts'],
  },
  {
    name: 'rotated-id-not-published',
    file: 'lib/server/sessions/issue.ts',
    find: '  await tellRedis(credential.sessionId)\n  return { verdict',
    replace: '  return { verdict',
    violates: 'Every process refuses the earlier id of a session within a second after a re-authentication.',
    killedBy: ['tests/integration/events/cells.test.ts'],
  },
  {
    name: 'revoked-token-not-published',
    file: 'lib/server/tokens/answer-revocation.ts',
    find: 'const told = await tellRedis(owned.sessionId)',
    replace: "const told: End = isEnding ? 'ended' : await tellRedis(owned.sessionId)",
    violates: 'Every process refuses the session of a revoked token within a second.',
    killedBy: ['tests/integration/events/cells.test.ts'],
  },
]
