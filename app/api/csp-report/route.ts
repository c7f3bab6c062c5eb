import { answerCspReport } from '@/lib/server/api/csp-report'

/** Where browsers tell what our Content-Security-Policy made them refuse. */
export function POST(request: Request) {
  return answerCspReport(request, Date.now())
}
