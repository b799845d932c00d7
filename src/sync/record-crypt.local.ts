/**
 * How a record lies on the device: AES-256-GCM under the key of its own place, padded to steps of 512 bytes, bound to
 * the copy it belongs to, its place, its key and its version. Moved, exchanged with another or put back from earlier, it
 * does not open. What is named on disk (record keys) is a keyed hash, never an id of a case.
 */
export type Bytes = Uint8Array<ArrayBuffer>

const places = [
  'state',
  'summary',
  'body',
  'outbox',
  'journal',
  'decision',
  'answer',
  'file',
  'cached',
  'look',
] as const
/** One place of the database each, and one key each. */
export type Place = (typeof places)[number]

/** As it is kept: `v` is readable and bound into what it seals; whoever knows which version must stand there compares it. */
export interface SealedRecord {
  readonly v: string
  readonly data: Bytes
}

/** What was read does not open, or is not the version that must stand there: changed, exchanged or put back. */
export class Damaged extends Error {
  override readonly name = 'Damaged'
}

const nonceLength = 12
const padding = 512
const encoder = new TextEncoder()
const decoder = new TextDecoder()

/** The keys of one copy, made of its root key. None can be taken out again; they go with the worker that holds them. */
export class RecordCrypt {
  readonly #copy: string
  readonly #keys: ReadonlyMap<Place, CryptoKey>
  readonly #naming: CryptoKey

  private constructor(copy: string, keys: ReadonlyMap<Place, CryptoKey>, naming: CryptoKey) {
    this.#copy = copy
    this.#keys = keys
    this.#naming = naming
  }

  /** @param copy id of the device; bound into every record */
  static async of(copy: string, rootKey: Bytes): Promise<RecordCrypt> {
    const root = await crypto.subtle.importKey('raw', rootKey, 'HKDF', false, ['deriveKey'])
    const from = (name: string) => ({
      name: 'HKDF',
      hash: 'SHA-256',
      salt: new Uint8Array(0),
      info: encoder.encode(`ihala device 1 ${name}`),
    })
    const keys = await Promise.all(
      places.map(
        async (place) =>
          [
            place,
            await crypto.subtle.deriveKey(from(place), root, { name: 'AES-GCM', length: 256 }, false, [
              'encrypt',
              'decrypt',
            ]),
          ] as const,
      ),
    )
    const naming = await crypto.subtle.deriveKey(
      from('id'),
      root,
      { name: 'HMAC', hash: 'SHA-256', length: 256 },
      false,
      ['sign'],
    )
    return new RecordCrypt(copy, new Map(keys), naming)
  }

  /** The name under which a record lies: another one in every place and in every copy. */
  async nameOf(place: Place, id: string): Promise<string> {
    const hash = await crypto.subtle.sign('HMAC', this.#naming, encoder.encode(`${place} ${id}`))
    return btoa(String.fromCharCode(...new Uint8Array(hash, 0, 18)))
      .replaceAll('+', '-')
      .replaceAll('/', '_')
  }

  async seal(place: Place, key: string | number, v: string, value: unknown): Promise<SealedRecord> {
    return this.sealBytes(place, key, v, encoder.encode(JSON.stringify(value)))
  }

  /** @throws Damaged when it does not open, or `expected` is given and another version lies there */
  async open<T>(
    place: Place,
    key: string | number,
    record: SealedRecord | undefined,
    expected?: string,
  ): Promise<T> {
    return JSON.parse(decoder.decode(await this.openBytes(place, key, record, expected))) as T
  }

  async sealBytes(place: Place, key: string | number, v: string, bytes: Bytes): Promise<SealedRecord> {
    const padded = new Uint8Array(Math.ceil((bytes.length + 4) / padding) * padding)
    new DataView(padded.buffer).setUint32(0, bytes.length)
    padded.set(bytes, 4)
    const iv = crypto.getRandomValues(new Uint8Array(nonceLength))
    const sealed = await crypto.subtle.encrypt(this.#with(iv, place, key, v), this.#key(place), padded)
    const data = new Uint8Array(nonceLength + sealed.byteLength)
    data.set(iv)
    data.set(new Uint8Array(sealed), nonceLength)
    return { v, data }
  }

  async openBytes(
    place: Place,
    key: string | number,
    record: SealedRecord | undefined,
    expected?: string,
  ): Promise<Bytes> {
    if (!record) throw new Damaged(`${place}: missing`)
    if (expected !== undefined && record.v !== expected) throw new Damaged(`${place}: another version`)
    const how = this.#with(record.data.subarray(0, nonceLength), place, key, record.v)
    let padded: Bytes
    try {
      padded = new Uint8Array(
        await crypto.subtle.decrypt(how, this.#key(place), record.data.subarray(nonceLength)),
      )
    } catch {
      // WebCrypto says "OperationError" and no more, whatever was changed
      throw new Damaged(`${place}: does not open`)
    }
    return padded.slice(4, 4 + new DataView(padded.buffer).getUint32(0))
  }

  #with(iv: Bytes, place: Place, key: string | number, v: string): AesGcmParams {
    return {
      name: 'AES-GCM',
      iv,
      additionalData: encoder.encode(JSON.stringify([this.#copy, place, key, v])),
    }
  }

  #key(place: Place): CryptoKey {
    const key = this.#keys.get(place)
    if (!key) throw new Error(`no key for ${place}`)
    return key
  }
}
