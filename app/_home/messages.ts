/** The texts of the first page. A name in braces is a figure or a name that the page fills in. */
export const english = {
  // model: three
  purpose:
    'Three ways to keep a visitor logged in with Next.js, side by side in one application. All three can be revoked, and every figure is measured.',
  // end
  deleted: 'Your account is deleted. We keep only a record of events, without your name.',
  unknown: 'We cannot check just now whether you are logged in. Please try again in a moment.',
  logIn: 'Log in',
  watch: 'Log in and watch the check', // feature: trace
  // model: several
  loggedIn: 'You are logged in with {model}. The dashboard shows which steps checked your request.',
  // end, otherwise: loggedIn: 'You are logged in.',
  dashboard: 'Your dashboard',
  choose: 'Which model suits me?', // feature: choose
  lab: 'Steal your own session in the lab', // feature: lab
  // feature: bench
  glance: {
    caption: 'The three models compared',
    place: 'The session is in',
    everywhere: 'Log out everywhere',
    listed: 'Revoke one from a list',
    needs: 'Revoking needs',
    elsewhere: 'A gateway on the same host can verify the cookie',
    median: 'A check in snapshot mode (median)',
    bytes: 'Cookie bytes',
    yes: 'yes',
    no: 'no',
  },
  // end
  // model: several
  card: {
    rumour: '“{text}”',
    lives: 'Where the session is',
    cookie: 'What the cookie holds',
    revoke: 'How to revoke it',
    cost: 'What a check costs',
    choose: 'Choose it when',
    logIn: 'Log in with {model}',
  },
  idea: {
    heading: 'One check for all models',
    purpose:
      'Only the first step differs between the models. The middleware runs the check first. Every protected page, action and API route runs it again, and that second check decides.',
    open: 'Did we make this credential, and for this purpose?',
    deadlines: 'Is time left before the idle timeout and the absolute timeout?',
    revoked: 'Is this session revoked, or are all sessions of the user or of the site?',
    fresh: 'Is it only minutes old, and is the user’s role unchanged?',
    otherwise: 'otherwise',
    outcomes:
      'The server renews a {renewable} credential during the request: the user stays logged in, and no form is lost. While a store does not answer, the result is {unavailable}: the browser keeps the cookie, and the user stays logged in.',
  },
  // end
  // feature: bench
  costs: {
    heading: 'What a check costs',
    purpose:
      'This is the whole server check of a request, from its cookies to the session. The bars show how many checks took how long, on one logarithmic scale. The mark below the bars is the median.',
    choose: 'Which model suits you?', // feature: choose
    model: 'model',
    drawn: 'distribution, drawn',
    bytes: 'cookie bytes',
    strict: 'Every check asks Redis.',
    snapshot: 'Every check asks a local replica of the revocation list, which is at most 1 second old.',
    off: 'A revocation takes effect when the credential is renewed.',
    measured:
      'Measured on {date}: {machine}, at a load of {loadBefore} to {loadAfter}; {versions}. {command} repeats the measurement on your machine.',
  },
  // end
}
export type Messages = typeof english
