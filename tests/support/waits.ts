/** The waits of a test file, besides its own assertions. */
export const waits = ['build', 'application', 'stores', 'browser', 'login form', 'sleep'] as const
export type Wait = (typeof waits)[number]

export interface Waited {
  times: number
  /** Summed over waits that may overlap. */
  milliseconds: number
}

export type WaitsOfFile = Partial<Record<Wait, Waited>>

declare global {
  /** Per process and file: vitest gives each file a new global object. */
  var waitsOfFile: WaitsOfFile | undefined
}

declare module 'vitest' {
  interface TaskMeta {
    waits?: WaitsOfFile
  }
}

/** Runs `work` and adds its duration to the waits of the current file. The reporter writes the sums to the file that TEST_DURATIONS names. */
export async function waitingFor<T>(wait: Wait, work: () => Promise<T>): Promise<T> {
  const start = performance.now()
  try {
    return await work()
  } finally {
    globalThis.waitsOfFile ??= {}
    const sums = globalThis.waitsOfFile
    const { times, milliseconds } = sums[wait] ?? { times: 0, milliseconds: 0 }
    sums[wait] = { times: times + 1, milliseconds: milliseconds + performance.now() - start }
  }
}
