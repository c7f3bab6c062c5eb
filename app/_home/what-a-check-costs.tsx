import { CostTable } from '@/app/_home/cost-table'
import { PageLink } from '@/app/ui/page/link'
import { figures } from '@/lib/figures/measured'
import { routes } from '@/lib/routes'

/** Measured by the benchmark, with where and when: without that a figure says nothing. */
export function WhatACheckCosts() {
  return (
    <section aria-labelledby="costs" className="mt-16 sm:mt-20">
      <h2 id="costs" className="text-3xl font-semibold">
        What a check costs
      </h2>
      <p className="mt-2 max-w-2xl text-ink-soft">
        The whole server check of a request, from its cookies to the session. The bars show how many of the checks took
        how long, on one logarithmic scale for all; the mark below them is the median.
      </p>
      {/* feature: choose */}
      <p className="mt-2">
        <PageLink href={routes.choose} className="link">
          Which model suits you?
        </PageLink>
      </p>
      {/* end */}
      <CostTable />
      <p className="mt-6 max-w-2xl text-sm text-ink-soft">
        Measured on {figures.date.slice(0, 10)}: {figures.machine}, at a load of {figures.load.join(' to ')};{' '}
        {figures.versions}. <code className="font-mono">{figures.command}</code> repeats it on your machine.
      </p>
    </section>
  )
}
