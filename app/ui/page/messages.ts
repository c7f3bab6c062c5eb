/** The texts of header and footer, on every page. */
export const english = {
  skip: 'Skip to the content',
  menu: 'Menu',
  main: 'Main',
  choose: 'Which model?', // feature: choose
  claims: 'Claims', // feature: claims
  lab: 'Lab', // feature: lab
  logIn: 'Log in',
  signUp: 'Sign up',
  logOut: 'Log out',
  dashboard: 'Dashboard',
  sessions: 'Sessions',
  tokens: 'Tokens', // feature: tokens
  account: 'Account',
  admin: 'Admin', // feature: admin
  model: 'Logged in, session model: ', // model: several
  otherAccount: 'You are logged in with another account now.',
  reload: 'Load the page again',
  purpose: 'A reference application for sessions with Next.js. MIT licence.',
  about: 'About',
  source: 'Source',
  documents: 'Documents',
  api: 'API', // feature: openapi
}
export type Messages = typeof english
