/** Nobody but the server sees inside: what a thief gets is the outside of an envelope. */
export function SealedDrawing() {
  return (
    <svg viewBox="0 0 320 150" className="w-full" role="img" aria-labelledby="sealed-drawing">
      <title id="sealed-drawing">An envelope closed with wax. From outside one reads only Fe26.2*1*9c41e7b0…</title>
      <path className="fill-sheet stroke-ink" strokeWidth="1.5" d="M24 8h272v134H24z" />
      <path className="fill-none stroke-rule" strokeWidth="1.5" d="M24 142l104-74M296 142L192 68" />
      <path className="fill-model-wash stroke-ink" strokeWidth="1.5" strokeLinejoin="round" d="M24 8l136 84L296 8z" />
      <path
        className="fill-model"
        d="M160 64c6-4 13-1 16 4 7-1 12 3 13 9 6 3 8 9 6 14 3 6 2 12-4 15 0 7-5 11-11 12-3 6-9 8-15 5-6 3-12 1-15-4-7 0-11-4-12-10-6-3-8-9-5-15-3-6-1-12 5-15 1-6 5-11 12-11 2-3 5-5 10-4z"
      />
      <circle className="stroke-on-model fill-none" cx="161" cy="93" r="17" strokeWidth="1.5" />
      <path className="fill-on-model" d="M161 84a5 5 0 0 1 2.6 9.3L165 102h-8l1.4-8.7A5 5 0 0 1 161 84z" />
      <text className="fill-ink-soft font-mono" fontSize="11" x="34" y="134">
        Fe26.2*1*9c41e7b0…
      </text>
    </svg>
  )
}

export function SealedMark() {
  return (
    <>
      <path
        className="fill-model"
        d="M10 1.6c1.6-.8 2.9-.2 3.7 1.1 1.6-.2 2.8.6 3.1 2.2 1.5.6 2.1 1.9 1.6 3.4.9 1.3.7 2.7-.5 3.7.1 1.6-.8 2.7-2.4 3-.6 1.5-1.9 2.1-3.4 1.6-1.3.9-2.7.8-3.7-.4-1.6.2-2.7-.6-3.1-2.1-1.5-.5-2.2-1.7-1.8-3.3-1-1.2-1-2.6.1-3.8-.2-1.6.6-2.7 2.1-3.1.5-1.5 1.7-2.3 3.3-1.9z"
      />
      <circle className="stroke-on-model" cx="10" cy="9.8" r="3.6" fill="none" strokeWidth="1.3" />
    </>
  )
}
