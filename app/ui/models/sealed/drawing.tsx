import { Drawing } from '@/app/ui/models/drawing'
import art from '@/app/ui/models/sealed/drawing.svg'

/** Only the server can open it: an attacker sees the outside of an envelope. */
export function SealedDrawing() {
  return <Drawing label="An envelope closed with wax. From outside one reads only Fe26.2*1*9c41e7b0…" art={art.src} />
}
