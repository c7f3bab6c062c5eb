import { gzipSync } from 'node:zlib'
import { type Answer, request } from '@/tests/support/request'

interface Bytes {
  raw: number
  gzip: number
}

export interface PageWeight {
  html: Bytes
  /** Without the polyfills: a browser that knows modules does not load them. */
  script: Bytes
  /** The texts of these scripts. */
  scripts: readonly string[]
  /** Requests of a first visit: the page, scripts, stylesheets, preloaded fonts, drawings and the icon. */
  requests: number
  fonts: number
}

/** What a first visit of a page transfers, by the addresses in its answer. @throws when the answer is not a page */
export async function weigh(origin: string, { status, headers, body }: Answer): Promise<PageWeight> {
  if (!headers.get('content-type')?.startsWith('text/html')) throw new Error(`not a page: ${status}`)

  const tags = tagsOf(body, 'script').filter((tag) => !/ nomodule/i.test(tag))
  const sources = unique(tags.map((tag) => attributeOf(tag, 'src')))
  const styles = unique(
    tagsOf(body, 'link')
      .filter((tag) => tag.includes('rel="stylesheet"'))
      .map((tag) => attributeOf(tag, 'href')),
  )
  const drawings = unique(tagsOf(body, 'use').map((tag) => attributeOf(tag, 'href')?.replace(/#.*/, '') ?? null))
  const fonts = (headers.get('link') ?? '').match(/as="?font/g)?.length ?? 0

  const answers = await Promise.all(sources.map((path) => request(origin, path)))
  const scripts = answers.map((answer) => answer.body)
  return {
    html: bytesOf(body),
    script: {
      raw: scripts.reduce((sum, text) => sum + bytesOf(text).raw, 0),
      gzip: scripts.reduce((sum, text) => sum + bytesOf(text).gzip, 0),
    },
    scripts,
    requests: 2 + sources.length + styles.length + drawings.length + fonts,
    fonts,
  }
}

const bytesOf = (text: string): Bytes => ({ raw: Buffer.byteLength(text), gzip: gzipSync(text).length })

/** Texts of scripts and comments contain no such tag of ours: flight data escapes the quotes of its attributes. */
const tagsOf = (html: string, name: string) => html.match(new RegExp(`<${name} [^>]*>`, 'g')) ?? []

const attributeOf = (tag: string, name: string) => new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? null

const unique = (paths: readonly (string | null)[]) => [...new Set(paths.filter((path) => path !== null))]
