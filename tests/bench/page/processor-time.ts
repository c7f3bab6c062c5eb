import * as z from 'zod'
import { request } from '@/tests/support/request'

const ProcessorTime = z.object({ microseconds: z.number() })

/** Microseconds of processor time that the server process has used. */
export async function readProcessorTime(url: string, path: string): Promise<number> {
  const { json } = await request(url, path)
  return ProcessorTime.parse(json()).microseconds
}
