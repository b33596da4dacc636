/** Certificates for tests, made on the spot: a CA, and server certificates with every fault that one can have. */
import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'

export interface MadeCertificate {
  readonly pem: string
  readonly keyPem: string
}

export interface CertificateWish {
  readonly name: string
  /** `YYYY-MM-DD`. */
  readonly from: string
  readonly until: string
  readonly addresses?: readonly string[]
  readonly names?: readonly string[]
  readonly isCa?: boolean
}

interface Issuer {
  readonly name: string
  readonly key: KeyObject
}

/** One DER value: tag, length, content. */
function der(tag: number, ...content: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(content)
  const size = body.length
  const length = size < 128 ? [size] : size < 256 ? [0x81, size] : [0x82, size >> 8, size & 255]
  return Buffer.concat([Buffer.from([tag, ...length]), body])
}
const sequence = (...content: Uint8Array[]): Buffer => der(0x30, ...content)
const utf8 = (text: string): Buffer => der(0x0c, Buffer.from(text))
const bits = (content: Uint8Array): Buffer => der(0x03, Buffer.from([0]), content)
const oid = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'))

const ECDSA_SHA256 = sequence(oid('2a8648ce3d040302'))
const nameOf = (text: string): Buffer => sequence(der(0x31, sequence(oid('550403'), utf8(text))))
/** GeneralizedTime. */
const time = (day: string): Buffer => der(0x18, Buffer.from(`${day.replaceAll('-', '')}000000Z`))
const extension = (hex: string, value: Buffer): Buffer => sequence(oid(hex), der(0x04, value))

function extensionsOf({ addresses = [], names = [], isCa = false }: CertificateWish): Buffer {
  const also = [
    ...addresses.map((address) => der(0x87, Buffer.from(address.split('.').map(Number)))),
    ...names.map((name) => der(0x82, Buffer.from(name))),
  ]
  const list = [
    ...(isCa ? [extension('551d13', sequence(der(0x01, Buffer.from([255]))))] : []),
    ...(also.length > 0 ? [extension('551d11', sequence(...also))] : []),
  ]
  return list.length === 0 ? Buffer.alloc(0) : der(0xa3, sequence(...list))
}

/** @param issuer who signs; absent: the certificate itself */
export function makeCertificate(
  wish: CertificateWish,
  issuer?: Issuer,
): MadeCertificate & { readonly issuer: Issuer } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const signer = issuer ?? { name: wish.name, key: privateKey }
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    ECDSA_SHA256,
    nameOf(signer.name),
    sequence(time(wish.from), time(wish.until)),
    nameOf(wish.name),
    publicKey.export({ type: 'spki', format: 'der' }),
    extensionsOf(wish),
  )
  const whole = sequence(body, ECDSA_SHA256, bits(sign('sha256', body, signer.key)))
  const lines = whole.toString('base64').replace(/.{64}/g, '$&\n')
  return {
    pem: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
    keyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    issuer: { name: wish.name, key: privateKey },
  }
}

export type CertificateKind = 'good' | 'selfSigned' | 'expired' | 'notYet' | 'otherName'

/** A CA, and one server certificate of each kind for 127.0.0.1. */
export function certificateSet(): {
  readonly ca: string
  readonly of: Record<CertificateKind, MadeCertificate>
} {
  const ca = makeCertificate({
    name: 'LoopTool test CA',
    from: '2020-01-01',
    until: '2050-12-31',
    isCa: true,
  })
  const usual = { name: 'test server', from: '2020-01-01', until: '2049-12-31', addresses: ['127.0.0.1'] }
  const signed = (change: Partial<CertificateWish>) => makeCertificate({ ...usual, ...change }, ca.issuer)
  return {
    ca: ca.pem,
    of: {
      good: signed({}),
      selfSigned: makeCertificate(usual),
      expired: signed({ until: '2021-01-01' }),
      notYet: signed({ from: '2048-01-01' }),
      otherName: signed({ addresses: [], names: ['models.example'] }),
    },
  }
}
