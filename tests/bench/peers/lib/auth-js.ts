import NextAuth from 'next-auth'
import Credentials from 'next-auth/providers/credentials'
import { account, isPassword, setting } from '@/lib/account'

export const { handlers, auth } = NextAuth({
  basePath: '/api/auth-js',
  secret: setting('PEERS_SECRET'),
  trustHost: true,
  session: { strategy: 'jwt' },
  providers: [
    Credentials({
      credentials: { password: {} },
      authorize: ({ password }) => (isPassword(password) ? account : null),
    }),
  ],
  callbacks: {
    session: ({ session, token }) => ({ ...session, user: { ...session.user, id: token.sub } }),
  },
})
