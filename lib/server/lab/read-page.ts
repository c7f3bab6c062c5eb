import 'server-only'

/** Enough HTML to read the lab's own target page, which React has written. */

export type Field = readonly [name: string, value: string]

/** The text of an element that has nothing else in it. */
export function readText(html: string, id: string): string {
  const [, text = ''] = new RegExp(`<pre id="${id}">([^<]*)</pre>`).exec(html) ?? []
  return decode(text)
}

export function readHiddenFields(html: string): readonly Field[] {
  return [...html.matchAll(/<input type="hidden"([^>]*)>/g)].map(([, attributes = '']) => [
    attribute(attributes, 'name'),
    attribute(attributes, 'value'),
  ])
}

function attribute(attributes: string, name: string): string {
  const [, value = ''] = new RegExp(` ${name}="([^"]*)"`).exec(attributes) ?? []
  return decode(value)
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#x27': "'" }

const decode = (text: string) => text.replace(/&(#x27|[a-z]+);/g, (whole, name: string) => entities[name] ?? whole)
