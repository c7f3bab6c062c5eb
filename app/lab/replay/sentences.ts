import type { Act, Outcome, RotationStep, Subject } from '@/lib/lab/shared/replay'

/** The possible responses to a theft, and the sessions that each ends. */
export const actSentences: Readonly<Record<Act, { name: string; does: string }>> = {
  logout: {
    name: 'Log out',
    does: 'Logs out your session and the three of the run, as the button “Log out” does.',
  },
  revoke: {
    name: 'Revoke the session',
    does: 'Revokes each session from the list of sessions. A sealed session is in no list: it cannot be revoked alone.',
  },
  everywhere: {
    name: 'Revoke everywhere',
    does: 'Revokes all sessions of your account, on every device, this one too. You log in again afterwards.',
  },
  password: {
    name: 'Change the password',
    does: 'Revokes all sessions of your account, as a new password does, and here this one too. The password itself does not change.',
  },
  role: {
    name: 'Change the role',
    does: 'Renews all sessions at once, as a new role does. No request is refused, so the stolen copy works too. The role itself does not change.',
  },
  keys: {
    name: 'Rotate the keys',
    does: 'Append (the new key only opens), promote (it signs and seals), retire (the old key is removed): three deployments, here three seconds. All credentials work until the old key is retired. Then all credentials that it signed or sealed are refused, also those of the user. In a real rotation, a visit between the steps replaces them. Only the attempts of this run use the new keys, not this deployment. tests/security/key-rotation-drill.test.ts makes the three deployments.',
  },
}

export const outcomeSentences: Readonly<Record<Outcome, string>> = {
  ended: 'ended',
  unfinished: 'revoked in Postgres, but not published to Redis',
  impossible: 'not possible: no list contains it',
  renewable: 'continues, renewed with the current role',
  retired: 'not ended, but the key of its credential is retired',
  unavailable: 'a store was unavailable: nothing was changed',
}

export const stepSentences: Readonly<Record<RotationStep, string>> = {
  appended: 'new key appended',
  promoted: 'new key promoted',
  retired: 'old key retired',
}

export const subjectNames: Readonly<Record<Subject, string>> = {
  sealed: 'sealed',
  stored: 'stored',
  signed: 'signed',
  own: 'your own session',
}
