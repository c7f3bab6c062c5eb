// feature: second-factor (this file)
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'

/** What a signature can say about its place and user. An attack changes one of them. */
export interface Signing {
  challenge: string
  origin: string
  rpId?: string
  type?: 'webauthn.get' | 'webauthn.create'
  crossOrigin?: boolean
  isVerified?: boolean
  isPresent?: boolean
  /** Whether a password manager has a copy. */
  isBackedUp?: boolean
}

/** The bits of authenticator data (WebAuthn, section 6.1). */
const flags = { present: 0x01, verified: 0x04, backupEligible: 0x08, backedUp: 0x10, attested: 0x40 }

const hash = (data: string | Buffer) => createHash('sha256').update(data).digest()

/** A passkey in software: ES256, without attestation, as a browser hands it over as JSON. */
export class Authenticator {
  readonly id: string
  /** The user handle, as of the registration. */
  handle = ''
  /** The counter of signatures; 0: it does not count. */
  counter = 0
  readonly #keys = generateKeyPairSync('ec', { namedCurve: 'P-256' })

  constructor(id = randomBytes(32).toString('base64url')) {
    this.id = id
  }

  /** As the server stores it. */
  get publicKey(): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.#coseKey())
  }

  /** Answers `navigator.credentials.create()`. */
  register(handle: string, signing: Signing, format: Buffer = noAttestation): string {
    this.handle = handle
    const id = Buffer.from(this.id, 'base64url')
    const length = Buffer.from([id.length >> 8, id.length & 255])
    const attested = Buffer.concat([Buffer.alloc(16), length, id, this.#coseKey()])
    const data = Buffer.concat([this.#data(signing, flags.attested), attested])
    // CBOR: a map of three, ending with the authenticator data as a byte string of two length bytes.
    const tail = Buffer.concat([text('authData'), Buffer.from([0x59, data.length >> 8, data.length & 255]), data])
    const attestationObject = Buffer.concat([Buffer.from([0xa3]), format, tail]).toString('base64url')
    const clientDataJSON = this.#clientData({ type: 'webauthn.create', ...signing }).toString('base64url')
    return this.#answer({ clientDataJSON, attestationObject, transports: ['internal'] })
  }

  /** Answers `navigator.credentials.get()`. */
  sign(signing: Signing, handle = this.handle): string {
    const data = this.#data(signing)
    const clientData = this.#clientData({ type: 'webauthn.get', ...signing })
    const signature = sign('sha256', Buffer.concat([data, hash(clientData)]), this.#keys.privateKey)
    return this.#answer({
      clientDataJSON: clientData.toString('base64url'),
      authenticatorData: data.toString('base64url'),
      signature: signature.toString('base64url'),
      userHandle: handle,
    })
  }

  #answer(response: object): string {
    return JSON.stringify({ id: this.id, rawId: this.id, type: 'public-key', clientExtensionResults: {}, response })
  }

  #clientData({ type, challenge, origin, crossOrigin = false }: Signing): Buffer {
    return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin }))
  }

  #data({ origin, rpId = new URL(origin).hostname, ...signing }: Signing, more = 0): Buffer {
    const { isPresent = true, isVerified = true, isBackedUp = false } = signing
    const bits =
      more |
      (isPresent ? flags.present : 0) |
      (isVerified ? flags.verified : 0) |
      (isBackedUp ? flags.backupEligible | flags.backedUp : 0)
    const counter = Buffer.alloc(4)
    counter.writeUInt32BE(this.counter)
    return Buffer.concat([hash(rpId), Buffer.from([bits]), counter])
  }

  /** CBOR of a COSE_Key: kty EC2, alg ES256, crv P-256, x and y (RFC 9053, section 7.1.1). */
  #coseKey(): Buffer {
    const { x = '', y = '' } = this.#keys.publicKey.export({ format: 'jwk' })
    const point = (name: number, value: string) =>
      Buffer.concat([Buffer.from([name, 0x58, 32]), Buffer.from(value, 'base64url')])
    return Buffer.concat([Buffer.from('a5010203262001', 'hex'), point(0x21, x), point(0x22, y)])
  }
}

/** CBOR of a text of up to 23 bytes. */
const text = (value: string) => Buffer.concat([Buffer.from([0x60 + value.length]), Buffer.from(value)])

const formatOf = (name: string, statement: Buffer) =>
  Buffer.concat([text('fmt'), text(name), text('attStmt'), statement])

/** What a browser sends to a site that asks for no attestation. */
const noAttestation = formatOf('none', Buffer.from([0xa0]))

/** An attestation with one certificate of these bytes: alg ES256, an empty signature. */
export const withCertificate = (certificate: Buffer): Buffer => {
  const length = Buffer.from([0x59, certificate.length >> 8, certificate.length & 255])
  const statement = [Buffer.from([0xa3]), text('alg'), Buffer.from([0x26]), text('sig'), Buffer.from([0x40])]
  return formatOf('packed', Buffer.concat([...statement, text('x5c'), Buffer.from([0x81]), length, certificate]))
}
