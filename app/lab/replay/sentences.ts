import type { Act, Outcome, RotationStep, Subject } from '@/lib/lab/replay'

/** What a reader may do about a theft, and whom it meets. */
export const actSentences: Readonly<Record<Act, { name: string; does: string }>> = {
  logout: { name: 'Log out', does: 'Each session is logged out, as its own button would do it.' },
  revoke: {
    name: 'Revoke the device',
    does: 'Each session is ended from the list of devices. A sealed one is in no list: it cannot be revoked alone.',
  },
  everywhere: {
    name: 'Revoke everywhere',
    does: 'Really ends all sessions of your account, on every device, this one too: log in again afterwards.',
  },
  password: {
    name: 'Change the password',
    does: 'Does to sessions what a new password does: ends all of them on every device, and here this one too. The password itself stays.',
  },
  role: {
    name: 'Change the role',
    does: 'Does to sessions what a new role does: what they say is out of date, so they are renewed at once. Nobody is refused. The role itself stays.',
  },
  keys: {
    name: 'Rotate the keys',
    does: 'Append, promote, retire: three deploys, here three seconds. The thief is judged with the keys that would be left then; your own keys stay, and nobody else meets it.',
  },
}

export const outcomeSentences: Readonly<Record<Outcome, string>> = {
  ended: 'ended',
  unfinished: 'ended, but Redis could not be told',
  impossible: 'impossible: it is in no list',
  renewable: 'goes on, renewed with what is true now',
  retired: 'alive, but the key that made it is retired',
  unavailable: 'a store was away: nothing has happened',
}

export const stepSentences: Readonly<Record<RotationStep, string>> = {
  appended: 'appended',
  promoted: 'promoted',
  retired: 'alone, with the old one retired,',
}

export const subjectNames: Readonly<Record<Subject, string>> = {
  sealed: 'sealed',
  stored: 'stored',
  signed: 'signed',
  own: 'your own',
}
