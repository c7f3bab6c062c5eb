export const dynamic = 'force-dynamic'

/** Microseconds of processor time that this process has used, in all threads. Only in the tree that the benchmark builds. */
export function GET(): Response {
  const { user, system } = process.cpuUsage()
  return Response.json({ microseconds: user + system })
}
