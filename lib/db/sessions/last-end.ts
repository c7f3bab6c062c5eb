/** How a session came to its end that may have gone on under other ids. */
export interface LastEnd {
  /** The id that it had at last. */
  lastId: string
  /** Whether this was its end, or it had ended before. */
  wasAlive: boolean
}
