import type { Series } from '@/app/lab/measure/series'

/** As a file, made in the browser of what it has: nothing is kept on the server. */
export function save(series: readonly Series[]): void {
  const checks = series.filter(({ n }) => n > 0)
  const file = { origin: location.origin, date: new Date().toISOString(), unit: 'microseconds', checks }
  const address = URL.createObjectURL(new Blob([JSON.stringify(file, null, 2)], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = address
  link.download = 'checks.json'
  link.click()
  URL.revokeObjectURL(address)
}
