/** Without a lab there is no such door: `lab-door.lab.ts` takes the place of this file where there is one. */
export async function answerLabDoor(_request: object): Promise<Response | null> {
  return null
}
