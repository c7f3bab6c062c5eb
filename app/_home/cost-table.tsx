// feature: bench (this file)
'use client'

import bars from '@/app/_home/bars.svg'
import type { Messages } from '@/app/_home/messages'
import type { Model } from '@/lib/session/models'
import type { Mode } from '@/lib/session/revocation/modes'

interface Props {
  t: Pick<Messages['costs'], 'model' | 'drawn' | 'bytes' | Mode>
  /** The figures of each row in words, in the order of the columns. */
  modes: readonly { mode: Mode; checks: readonly { model: Model; cells: readonly string[] }[] }[]
}

const columns = ['p50', 'p95', 'p99', 'Redis', 'SQL'] as const

/**
 * A table whose second column is drawn: the numbers beside it say the same. A client component, so that an answer has the figures
 * twice, but not the markup of each cell.
 */
export function CostTable({ t, modes }: Props) {
  return (
    <table className="costs" aria-labelledby="costs">
      <thead>
        <tr>
          <th scope="col">{t.model}</th>
          <th scope="col">
            <span className="sr-only">{t.drawn}</span>
          </th>
          {[...columns, t.bytes].map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      {modes.map(({ mode, checks }) => (
        <tbody key={mode}>
          <tr>
            <th scope="rowgroup" colSpan={3 + columns.length}>
              <b>{mode}</b> {t[mode]}
            </th>
          </tr>
          {checks.map(({ model, cells }) => (
            <tr key={model} data-model={model}>
              <th scope="row">{model}</th>
              <td>
                <svg aria-hidden="true">
                  <use href={`${bars.src}#${mode}-${model}`} />
                </svg>
              </td>
              {cells.map((cell, index) => (
                <td key={columns[index] ?? 'bytes'}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      ))}
    </table>
  )
}
