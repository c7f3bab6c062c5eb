import * as z from 'zod'

/** The service's only reader of the environment. Messages name variables and say what is wrong; they never repeat a value. */

const isOrigin = (text: string) => URL.canParse(text) && /^https?:/.test(text) && new URL(text).origin === text
const Origin = z.string().refine(isOrigin, 'scheme://host:port of http or https, without a path')
const Text = z.string()

const Port = z
  .string()
  .regex(/^\d{1,5}$/, 'a whole number from 1 to 65535')
  .transform(Number)
  .refine((port) => port >= 1 && port <= 65_535, 'a whole number from 1 to 65535')

const Origins = Text.transform((list) => list.split(',').map((origin) => origin.trim())).pipe(z.array(Origin))

const Env = z.object({
  NODE_ENV: Text.default('development'),
  PORT: Port.prefault('3100'),
  /** The issuer whose tokens we accept, written exactly as in `iss`. */
  ISSUER: Origin,
  /** Our own address, written exactly as in the `aud` of tokens for us. */
  AUDIENCE: z.url({ protocol: /^https?$/, error: 'an http or https address' }),
  /** Credentials for introspection. They are the only secret here. */
  CLIENT_ID: Text.min(1),
  CLIENT_SECRET: Text.min(32, '32 characters or more'),
  /** Origins of the pages that may call us from a browser, separated by commas. */
  ALLOWED_ORIGINS: Origins.default([]),
  /** Each resource with the check that suits it, or all with the same one, for comparison. */
  CHECK: z
    .enum(['by_resource', 'local', 'introspection'], 'by_resource, local or introspection')
    .default('by_resource'),
})
export type Env = z.infer<typeof Env>

export class EnvironmentError extends Error {
  readonly code = 'environment'

  constructor(problems: readonly string[]) {
    super(`These environment variables are missing or wrong:\n${problems.map((line) => `  ${line}`).join('\n')}`)
    this.name = 'EnvironmentError'
  }
}

/** @throws {EnvironmentError} naming every bad variable, without its value */
export function parseEnv(source: Readonly<Record<string, string | undefined>>): Env {
  // Empty means unset: an `.env` file cannot express it otherwise.
  const filled = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ''))
  const parsed = Env.safeParse(filled)
  if (parsed.success) return parsed.data

  const problems = parsed.error.issues.map(({ path, message }) => {
    const name = String(path[0])
    return name in filled ? `${name}: must be ${message}` : `${name}: missing`
  })
  throw new EnvironmentError([...new Set(problems)])
}
