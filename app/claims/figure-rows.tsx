'use client'

export interface FigureRow {
  label: string
  /** The row has the colour of this model. */
  model: string | undefined
  /** Null where nothing was measured. */
  cells: readonly (Cell | null)[]
}

interface Cell {
  /** Which figure it is. */
  name: string
  text: string
  /** Percent of the longest bar. */
  width: number
  /** How many columns it fills, if not one. */
  span?: number | undefined
}

/** In a client component, so that the flight data of the page has the values only, and not again the markup around each. The bars repeat the numbers above them. */
export function FigureRows({ rows }: { rows: readonly FigureRow[] }) {
  return (
    <tbody>
      {rows.map(({ label, model, cells }) => (
        <tr key={label} data-model={model}>
          <th scope="row">{label}</th>
          {cells.map((cell, index) =>
            cell ? (
              <td key={cell.name} colSpan={cell.span} data-figure={cell.name}>
                {cell.text}
                <svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
                  <rect width={cell.width} height="4" />
                </svg>
              </td>
            ) : (
              // biome-ignore lint/suspicious/noArrayIndexKey: the columns never change
              <td key={index}>–</td>
            ),
          )}
        </tr>
      ))}
    </tbody>
  )
}
