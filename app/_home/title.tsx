// model: three (this file)

/** Each word underlined the way its model works: a pen stroke, a ribbon under wax, the double rule of a ledger's total. */
export function Title() {
  return (
    <h1 className="title">
      <span>Signed,</span> <span>Sealed,</span> <span>Stored</span>
    </h1>
  )
}
