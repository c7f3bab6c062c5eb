export const dynamic = 'force-dynamic'

/** Microseconds of processor time that this process has used, in all threads. */
export function GET(): Response {
  const { user, system } = process.cpuUsage()
  return Response.json({ microseconds: user + system })
}
