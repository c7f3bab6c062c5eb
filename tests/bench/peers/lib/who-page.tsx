import { redirect } from 'next/navigation'

interface Props {
  user: { email?: string | null } | null | undefined
}

/** A bare page behind a gate: nothing but who is logged in. */
export function WhoPage({ user }: Props) {
  if (!user?.email) redirect('/')
  return <h1>{user.email}</h1>
}
