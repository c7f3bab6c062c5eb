// feature: mail (this file)
import type { Mutant } from '@/tests/mutants/mutant'

const notices = 'lib/db/mail/login-notices.ts'
const told = ['tests/integration/mail/login-notices.test.ts']
const disowned = ['tests/integration/mail/disown.test.ts']

export const noticeMutants: readonly Mutant[] = [
  {
    name: 'any-device-cookie-is-known',
    file: 'lib/server/mail/notices.ts',
    find: '(await findDevice(device, owner, now)) !== null',
    replace: 'device !== null',
    violates: 'Only a valid device cookie of this account spares the owner the mail about a login.',
    killedBy: told,
  },
  {
    name: 'mail-about-a-login-that-failed',
    file: notices,
    find: 'if (!account) return',
    replace: '',
    violates: 'A login whose sessions were revoked while it ran causes no mail.',
    killedBy: told,
  },
  {
    name: 'no-mail-in-the-first-day',
    file: notices,
    find: 'if (account.isNew && count === 0) return',
    replace: 'if (account.isNew) return',
    violates: 'Only the first login of a new account causes no mail.',
    killedBy: told,
  },
  {
    name: 'flood-of-mail',
    file: notices,
    find: 'if (count >= noticesPerDay) return',
    replace: 'if (count < 0) return',
    violates: 'A flood of logins causes five mails a day.',
    killedBy: told,
  },
  {
    name: 'sealed-login-without-a-mail',
    file: 'lib/server/sessions/sealed/lifecycle.ts',
    find: 'if (arrival.notice) await insertLoginNotice(arrival.notice)',
    replace: 'if (arrival.notice) insertLoginNotice',
    violates: 'No session starts without its mail, in every model.',
    killedBy: told,
  },
  {
    name: 'mail-to-the-address-of-the-attacker',
    file: 'lib/server/mail/prepare.ts',
    find: 'warnings.writeLogin({ name, email: letter.to }, letter)',
    replace: 'warnings.writeLogin({ name, email }, letter)',
    violates: 'A session that changes the address at once does not get its own mail.',
    killedBy: told,
  },
  {
    name: 'password-stays-valid',
    file: notices,
    find: 'data: { passwordHash: lockedHash }',
    replace: 'data: {}',
    violates: 'After "this was not me" the password that the attacker knows starts no session.',
    killedBy: disowned,
  },
  {
    name: 'sessions-stay',
    file: notices,
    find: 'const generation = await cutOffIn(transaction, userId, now)',
    replace: 'const generation = now ? 0 : await cutOffIn(transaction, userId, now)',
    violates: '"This was not me" ends every session of the account.',
    killedBy: disowned,
  },
  {
    name: 'old-code-of-a-login',
    file: notices,
    find: ' AND presented."expiresAt" > CURRENT_TIMESTAMP',
    replace: '',
    violates: 'The code of a login is valid for seven days.',
    killedBy: disowned,
  },
  {
    name: 'used-code-of-a-login',
    file: notices,
    find: ' AND presented."usedAt" IS NULL',
    replace: '',
    violates: 'A used code ends nothing, also while the code of another login is valid.',
    killedBy: disowned,
  },
  {
    name: 'end-not-published',
    file: 'lib/server/account/disown-login.ts',
    find: 'await tell(() => raiseGeneration(userId, generation))',
    replace: 'await tell(async () => void [raiseGeneration, userId, generation])',
    violates: '"This was not me" ends sessions in the next request, and not after the fresh window.',
    killedBy: disowned,
  },
  {
    name: 'locked-hash-that-is-known',
    file: 'lib/server/account/passwords.ts',
    find: 'randomBytes(bytes).toString',
    replace: 'Buffer.alloc(bytes).toString',
    violates: 'A locked password has a hash that is drawn at random.',
    killedBy: ['tests/integration/passwords.test.ts'],
  },
  {
    name: 'flood-of-mail-about-reuse',
    file: 'lib/db/sessions/refresh-tokens.ts',
    find: 'if (count <= warningsPerDay) await',
    replace: 'await',
    violates: 'Sessions that end by a reuse cause three mails a day.',
    killedBy: ['tests/integration/mail/reuse.test.ts'],
  },
]
