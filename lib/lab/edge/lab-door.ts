/** A build without the lab answers nothing here: `lab-door.lab.ts` replaces this file in a build with it. */
export async function answerLabDoor(_request: object): Promise<Response | null> {
  return null
}
