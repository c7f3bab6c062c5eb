import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { TargetForm } from '@/app/lab/target/page/target-form'
import { judgePresented } from '@/lib/lab/server/judge-visitor'
import { requireLab } from '@/lib/lab/server/require-lab'
import type { Report } from '@/lib/lab/shared/report'
import { readSwitches } from '@/lib/lab/shared/switches'
import { getEdgeTrace } from '@/lib/server/guards/current'

export const metadata: Metadata = { title: 'A target of the lab' }

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

/** The lab requests it: it contains the verdict of a page's check, and the form of an action. */
export default async function TargetPage({ searchParams }: Props) {
  requireLab()

  const query = toQuery(await searchParams)
  const switches = readSwitches(query)
  if (!switches) notFound()

  const edge = (await getEdgeTrace()) ?? undefined
  const report: Report = { layer: 'page', judgements: await judgePresented(switches), edge }
  return (
    <main className="p-6">
      <h1 className="font-serif text-2xl">A target of the lab</h1>
      <pre id="report">{JSON.stringify(report)}</pre>
      <TargetForm query={query.toString()} />
    </main>
  )
}

function toQuery(found: Awaited<Props['searchParams']>): URLSearchParams {
  const pairs = Object.entries(found).flatMap(([name, value = []]) => [value].flat().map((one) => [name, one]))
  return new URLSearchParams(pairs)
}
