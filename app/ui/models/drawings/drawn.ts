/** What can be read on the drawing of a session: short, for it has to fit. */
export interface Drawn {
  sid: string
  user: string
  role: string
  visits: number
  exp: string
}
