import { type FigureRow, FigureRows } from '@/app/claims/figure-rows'
import { labelOf, type Messages, sayFigure } from '@/app/claims/say'
import type { ClaimId, FigureGroup, Shown } from '@/lib/figures/claims'
import { models } from '@/lib/session/models'

interface Props {
  claim: ClaimId
  group: FigureGroup
  t: Messages
}

/** A table with more rows takes the whole width of the card, and so does one with several columns. */
const narrow = 4

/** One figure of everything that is compared by it. Its look is `.figures` in globals.css. */
export function FigureTable({ claim, group: { figure, columns, rows, greatest }, t }: Props) {
  const modes = columns.filter((mode) => mode !== null)
  const isByMode = modes.length > 1
  const isNarrow = !isByMode && rows.length <= narrow
  const cellOf = (shown: Shown, span?: number) => ({
    name: [claim, ...nameOf(shown)].join(' '),
    text: sayFigure(shown, t),
    width: widthOf(shown, greatest),
    span,
  })
  const drawn = rows.map(({ of, plain, byMode }): FigureRow => {
    const label = labelOf(t.things, of)
    return {
      label: isByMode || plain ? label : [label, ...modes].join(', '),
      model: modelOf(of),
      // A subject without modes has one value for all of them.
      cells: plain
        ? [cellOf(plain, isByMode ? modes.length : undefined)]
        : modes.map((mode) => (byMode[mode] ? cellOf(byMode[mode]) : null)),
    }
  })

  return (
    <table className={`figures ${isByMode ? 'figures-by-mode' : ''} ${isNarrow ? '' : 'sm:col-span-2'}`}>
      <caption>{labelOf(t.figures, figure)}</caption>
      <thead className={isByMode ? '' : 'sr-only'}>
        <tr>
          <th scope="col">
            <span className="sr-only">{t.page.compared}</span>
          </th>
          {(isByMode ? modes : [t.page.value]).map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <FigureRows rows={drawn} />
    </table>
  )
}

const nameOf = ({ figure, of, mode }: Shown) => [figure, of, ...(mode ? [mode] : [])]

/** Ours has the colour of its model: `signed` and `signed-cookie` are both of signed. */
const modelOf = (of: string) => models.find((model) => of === model || of.startsWith(`${model}-`))

/** @returns percent: enough to be seen, however small the value is beside the greatest */
function widthOf({ value, tries }: Shown, greatest: number): number {
  const share = value / (tries?.value ?? greatest)
  return value <= 0 ? 0 : Number(Math.max(0.5, share * 100).toFixed(1))
}
