// Makes X.509 certificates, and the file that a browser takes one from (PKCS #12). Node reads certificates and makes keys; it writes neither of
// the two, so a library does.

import { createHash, generateKeyPair, randomBytes, X509Certificate } from 'node:crypto'
import { promisify } from 'node:util'
import forge from 'node-forge'

export interface Certified {
  /** PEM. */
  readonly cert: string
  readonly key: string
}

/** `authority`: signs those of colleagues. `client`: names one. `server`: the console's own. */
type Use =
  | { readonly kind: 'authority' }
  | { readonly kind: 'client' }
  | { readonly kind: 'server'; readonly names: readonly string[] }

const bits = 3072

/** @param signer null: it signs itself. */
export async function makeCertificate(
  name: string,
  use: Use,
  until: Date,
  now: Date,
  signer: Certified | null,
): Promise<Certified> {
  const { privateKey, publicKey } = await promisify(generateKeyPair)('rsa', {
    modulusLength: bits,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  })
  const made = forge.pki.createCertificate()
  made.publicKey = forge.pki.publicKeyFromPem(publicKey)
  // never with its highest bit: a serial number is not negative
  made.serialNumber = `01${randomBytes(15).toString('hex')}`
  // clocks of other computers may be behind
  made.validity.notBefore = new Date(now.getTime() - 3_600_000)
  made.validity.notAfter = until
  const subject = [{ name: 'commonName', value: name, valueTagClass: forge.asn1.Type.UTF8 as never }]
  made.setSubject(subject)
  made.setIssuer(signer === null ? subject : forge.pki.certificateFromPem(signer.cert).subject.attributes)
  made.setExtensions(extensionsOf(use))
  made.sign(forge.pki.privateKeyFromPem(signer?.key ?? privateKey), forge.md.sha256.create())
  return { cert: forge.pki.certificateToPem(made), key: privateKey }
}

function extensionsOf(use: Use): object[] {
  if (use.kind === 'authority')
    return [
      { name: 'basicConstraints', critical: true, cA: true, pathLenConstraint: 0 },
      { name: 'keyUsage', critical: true, keyCertSign: true, cRLSign: true },
      { name: 'subjectKeyIdentifier' },
    ]
  const common = [
    { name: 'basicConstraints', critical: true, cA: false },
    { name: 'keyUsage', critical: true, digitalSignature: true, keyEncipherment: use.kind === 'server' },
  ]
  if (use.kind === 'client') return [...common, { name: 'extKeyUsage', clientAuth: true }]
  const altNames = use.names.map(name => (/^[0-9.]+$|:/.test(name) ? { type: 7, ip: name } : { type: 2, value: name }))
  return [...common, { name: 'extKeyUsage', serverAuth: true }, { name: 'subjectAltName', altNames }]
}

/** The file for a browser: key and certificate under a password, with AES-256. */
export function browserFile({ cert, key }: Certified, password: string, name: string): Buffer {
  const asn1 = forge.pkcs12.toPkcs12Asn1(
    forge.pki.privateKeyFromPem(key),
    [forge.pki.certificateFromPem(cert)],
    password,
    { algorithm: 'aes256', friendlyName: name, count: 2048 },
  )
  return Buffer.from(forge.asn1.toDer(asn1).getBytes(), 'binary')
}

/** SHA-256 of a certificate in hex, as openssl and browsers show it, without colons. */
export const fingerprintOf = (cert: string): string =>
  createHash('sha256').update(new X509Certificate(cert).raw).digest('hex')
