/** Forms of a page, as a browser without JavaScript sees them. Parses enough HTML for pages that React has rendered. */
export interface Form {
  action: string
  /** The fields of an untouched form: hidden fields, defaults, and the first button if it has a name. */
  fields: ReadonlyMap<string, string>
  /** Every named control, also the unchecked and the empty ones. */
  names: ReadonlySet<string>
  /** Its visible text. */
  text: string
  html: string
}

export type FormMatcher = string | ((form: Form) => boolean)

export function parseForms(html: string): readonly Form[] {
  return [...html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)].map(([, attributes = '', inside = '']) => ({
    action: parseAttributes(attributes).get('action') ?? '',
    fields: new Map([...inputs(inside), ...textareas(inside), ...selects(inside), ...firstButton(inside)]),
    names: new Set([...inside.matchAll(/\bname="([^"]*)"/g)].map(([, name = '']) => decode(name))),
    text: decode(inside.replace(/<[^>]*>/g, ' '))
      .replace(/\s+/g, ' ')
      .trim(),
    html: inside,
  }))
}

/**
 * The only form that matches: by a predicate, by the name of one of its fields, or by its visible text.
 * @throws when none or several do
 */
export function findForm(html: string, matcher: FormMatcher): Form {
  const matches = (form: Form) =>
    typeof matcher === 'function' ? matcher(form) : form.names.has(matcher) || form.text.includes(matcher)
  const forms = parseForms(html)
  const [found, another] = forms.filter(matches)
  if (found && !another) return found

  const seen = forms.map((form) => `[${form.text}]`).join(' ')
  throw new Error(`${found ? 'several forms match' : 'no form matches'} ${String(matcher)}; the page has: ${seen}`)
}

function* inputs(html: string): Generator<[string, string]> {
  for (const [, attributes = ''] of html.matchAll(/<input\b([^>]*?)\/?>/g)) {
    const input = parseAttributes(attributes)
    const name = input.get('name')
    const isBox = ['checkbox', 'radio'].includes(input.get('type') ?? '')
    if (name === undefined || input.has('disabled') || (isBox && !input.has('checked'))) continue
    yield [name, input.get('value') ?? (isBox ? 'on' : '')]
  }
}

function* textareas(html: string): Generator<[string, string]> {
  for (const [, attributes = '', text = ''] of html.matchAll(/<textarea\b([^>]*)>([\s\S]*?)<\/textarea>/g)) {
    const name = parseAttributes(attributes).get('name')
    if (name !== undefined) yield [name, decode(text).replace(/^\n/, '')]
  }
}

function* selects(html: string): Generator<[string, string]> {
  for (const [, attributes = '', inside = ''] of html.matchAll(/<select\b([^>]*)>([\s\S]*?)<\/select>/g)) {
    const name = parseAttributes(attributes).get('name')
    const options = [...inside.matchAll(/<option\b([^>]*)>/g)].map(([, option = '']) => parseAttributes(option))
    const chosen = options.find((option) => option.has('selected')) ?? options[0]
    if (name !== undefined && chosen) yield [name, chosen.get('value') ?? '']
  }
}

function* firstButton(html: string): Generator<[string, string]> {
  const [, attributes = ''] = html.match(/<button\b(?![^>]*type="(?:button|reset)")([^>]*)>/) ?? []
  const button = parseAttributes(attributes)
  const name = button.get('name')
  if (name !== undefined) yield [name, button.get('value') ?? '']
}

function parseAttributes(text: string): ReadonlyMap<string, string> {
  const pairs = [...text.matchAll(/([^\s=/"]+)(?:="([^"]*)")?/g)]
  return new Map(pairs.map(([, name = '', value = '']) => [name, decode(value)]))
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: '\u00a0' }

function decode(text: string): string {
  return text.replace(/&(#x[\da-f]+|#\d+|[a-z]+);/gi, (whole, name: string) => {
    if (name.startsWith('#x')) return String.fromCodePoint(Number.parseInt(name.slice(2), 16))
    if (name.startsWith('#')) return String.fromCodePoint(Number(name.slice(1)))
    return entities[name] ?? whole
  })
}
