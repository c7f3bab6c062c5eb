import { isAsDesigned } from '@/app/lab/break/conclude'
import type { Finding } from '@/app/lab/break/experiment'
import { type TableMode, tableModes } from '@/lib/lab/shared/outage'

/** One table for each mode: what happened, next to what the design says. */
export function Findings({ findings }: { findings: readonly Finding[] }) {
  return (
    <div className="grid gap-5 lg:grid-cols-3">
      {tableModes.map((mode) => (
        <ModeTable key={mode} mode={mode} findings={findings.filter((finding) => finding.mode === mode)} />
      ))}
    </div>
  )
}

function ModeTable({ mode, findings }: { mode: TableMode; findings: readonly Finding[] }) {
  return (
    <table className="sheet w-full table-fixed border-collapse text-left">
      <caption className="sheet border-b-0 px-3 pt-3 text-left font-serif text-2xl font-semibold">{mode}</caption>
      <thead className="border-b-2 border-ink text-sm text-ink-soft">
        <tr>
          <th scope="col" className="w-20 px-3 py-2 font-medium">
            Layer
          </th>
          <th scope="col" className="px-2 py-2 font-medium">
            What happens
          </th>
          <th scope="col" className="px-2 py-2 font-medium">
            By design
          </th>
        </tr>
      </thead>
      <tbody>
        {findings.map((finding) => (
          <FindingRow key={finding.layer} {...finding} />
        ))}
      </tbody>
    </table>
  )
}

function FindingRow(finding: Finding) {
  const { layer, before, after, byDesign } = finding

  return (
    <tr className="border-t border-rule align-top">
      <th scope="row" className="px-3 py-3 font-medium">
        {layer}
      </th>
      <td className="px-2 py-3">
        <span className={`stamp ${after?.verdict === 'allowed' ? 'bg-ink text-paper' : 'text-alert'}`}>
          {after?.verdict ?? 'no report'}
        </span>
        <span className="mt-1 block font-mono text-sm tabular-nums">{inMilliseconds(after)}</span>
        <span className="block text-sm text-ink-soft tabular-nums">was {inMilliseconds(before)}</span>
      </td>
      <td className="px-2 py-3">
        <span className="block py-0.5 font-mono text-sm">{byDesign}</span>
        <span className={`mt-1 block text-sm ${isAsDesigned(finding) ? 'text-ink-soft' : 'font-semibold text-alert'}`}>
          {isAsDesigned(finding) ? '✓ agrees' : '✗ differs'}
        </span>
      </td>
    </tr>
  )
}

const inMilliseconds = (judgement: Finding['after']) => (judgement ? `${judgement.took.toFixed(2)} ms` : 'unknown')
