/** Where whoever has deleted an account lands. */
export function Farewell() {
  return (
    <p role="status" className="mb-8 max-w-2xl border-l-4 border-ink bg-sheet px-4 py-3 font-medium">
      Your account is deleted. Nothing is kept but a record of events, without your name.
    </p>
  )
}
