// feature: bench (this file)
import { CostTable } from '@/app/_home/cost-table'
import type { Messages } from '@/app/_home/messages'
import { Filled } from '@/app/ui/fill'
import { PageLink } from '@/app/ui/page/link'
import { sayDuration, sayRate } from '@/lib/figures/distribution'
import { type CheckFigures, figures, figuresByMode } from '@/lib/figures/measured'
import { routes } from '@/lib/routes'

/** Measured by the benchmark, with where and when: without that a figure says nothing. */
export function WhatACheckCosts({ t: { costs: t } }: { t: Messages }) {
  return (
    <section aria-labelledby="costs" className="mt-16 sm:mt-20">
      <h2 id="costs" className="text-3xl font-semibold">
        {t.heading}
      </h2>
      <p className="mt-2 max-w-2xl text-ink-soft">{t.purpose}</p>
      {/* feature: choose */}
      <p className="mt-2">
        <PageLink href={routes.choose} className="link">
          {t.choose}
        </PageLink>
      </p>
      {/* end */}
      <CostTable t={wordsOf(t)} modes={rows} />
      <p className="mt-6 max-w-2xl text-sm text-ink-soft">
        <Filled text={t.measured} values={measured} />
      </p>
    </section>
  )
}

/** Only the texts of the table: the browser gets no others. */
const wordsOf = ({ model, drawn, bytes, strict, snapshot, off }: Messages['costs']) => ({
  ...{ model, drawn, bytes },
  ...{ strict, snapshot, off },
})

const rows = figuresByMode.map(({ mode, checks }) => ({
  mode,
  checks: checks.map((check) => ({ model: check.model, cells: cellsOf(check) })),
}))

function cellsOf({ p50, p95, p99, redisPerCheck, statementsPerCheck, cookieBytes }: CheckFigures): readonly string[] {
  return [...[p50, p95, p99].map(sayDuration), ...[redisPerCheck, statementsPerCheck].map(sayRate), String(cookieBytes)]
}

const [loadBefore, loadAfter] = figures.load
const measured = {
  date: figures.date.slice(0, 10),
  machine: figures.machine,
  loadBefore,
  loadAfter,
  versions: figures.versions,
  command: <code className="font-mono">{figures.command}</code>,
}
