import type { Forged, Target } from '@/tests/security/support/attacks-on-keys'
import { encode } from '@/tests/unit/support/forge-token'

/** Strings that are no compact JWT, though a lenient parser finds a genuine one in them. */
export function malformedTokens({ mint }: Target): Forged {
  const token = mint()
  const [head = '', body = '', signature = ''] = token.split('.')
  const jwe = [encode('{"alg":"dir","enc":"A256GCM"}'), '', encode('iv'), encode('text'), encode('tag')]
  const bare = `${encode(JSON.stringify({ alg: 'none', typ: 'at+jwt' }))}.${body}`
  return {
    'unsigned, with two dots': `${bare}.`,
    'unsigned, with one dot': bare,
    'without its signature': `${head}.${body}.`,
    'without its body': `${head}..${signature}`,
    'without its header': `.${body}.${signature}`,
    'a body alone': body,
    'a part too many': `${token}.${signature}`,
    'a dot behind': `${token}.`,
    'a dot in front': `.${token}`,
    'itself twice': token + token,
    'two, with a comma': `${token},${mint()}`,
    'padding behind': `${token}=`,
    'padding inside': `${head}=.${body}.${signature}`,
    'a fragment behind': `${token}#x`,
    'an escaped NUL behind': `${token}%00`,
    'in quotes': `"${token}"`,
    'the alphabet of base64': `${head}.${body}.${signature.slice(0, -1)}+`,
    'JWE, compact': jwe.join('.'),
    'JWE around it': [encode('{"alg":"dir","enc":"A256GCM","cty":"JWT"}'), '', encode('iv'), encode(token), ''].join(
      '.',
    ),
    'JSON, flattened': JSON.stringify({ protected: head, payload: body, signature }),
    'JSON, general': JSON.stringify({ payload: body, signatures: [{ protected: head, signature }] }),
    'a body of twelve thousand characters': mint({ payload: { padding: 'x'.repeat(9000) } }),
    'twelve thousand dots': '.'.repeat(12_000),
  }
}

/** Whole headers with a genuine token. An array is sent as several headers. */
export function malformedHeaders({ mint }: Target): Readonly<Record<string, string | string[]>> {
  const token = mint()
  const good = `Bearer ${token}`
  return {
    'a scheme alone': 'Bearer',
    'a tab for a space': `Bearer\t${token}`,
    'a colon': `Bearer: ${token}`,
    'an equals sign': `Bearer=${token}`,
    'a parameter': `Bearer token="${token}"`,
    'two tokens': `${good} ${token}`,
    'two credentials': `${good}, ${good}`,
    'a blank inside': good.replace('.', '. '),
    'a word behind': `${good} x`,
    'bytes beyond ASCII': `${good}\u00e9`,
    'two headers, the good one first': [good, 'Bearer x'],
    'two headers, the good one last': ['Bearer x', good],
    'two headers, both good': [good, good],
    'a bearer and a Basic': [good, 'Basic eDp5'],
  }
}

/** The genuine token behind another scheme than Bearer: such a header is for a proxy in front of the application. */
export function otherSchemes({ mint }: Target): Readonly<Record<string, string | string[]>> {
  const token = mint()
  return {
    nothing: '',
    'no scheme': token,
    'another scheme': `Token ${token}`,
    'DPoP without a proof': `DPoP ${token}`,
    Basic: `Basic ${Buffer.from(`x:${token}`).toString('base64')}`,
    'no space': `Bearer${token}`,
    'a word in front': `x Bearer ${token}`,
    'a Basic and a bearer': ['Basic eDp5', `Bearer ${token}`],
  }
}
