// The inside of a backup is an ordinary tar of small files, so that it can be read without Ihala too:
// age --decrypt backup | gunzip | tar --extract

export interface Entry {
  readonly name: string
  readonly data: Buffer
}

const blockBytes = 512

/** Turns entries into the bytes of a tar file, one entry after another. */
export async function* packed(entries: AsyncIterable<Entry>, madeAt: Date): AsyncGenerator<Buffer> {
  for await (const { name, data } of entries) {
    yield header(name, data.length, madeAt)
    yield data
    yield Buffer.alloc((blockBytes - (data.length % blockBytes)) % blockBytes)
  }
  yield Buffer.alloc(2 * blockBytes)
}

function header(name: string, size: number, madeAt: Date): Buffer {
  const bytes = Buffer.alloc(blockBytes)
  const octal = (value: number, at: number, length: number): void =>
    void bytes.write(value.toString(8).padStart(length - 1, '0'), at, 'latin1')
  if (Buffer.byteLength(name) > 100) throw new Error(`${name} is too long for a tar`)
  bytes.write(name, 0)
  octal(0o600, 100, 8)
  octal(0, 108, 8)
  octal(0, 116, 8)
  octal(size, 124, 12)
  octal(Math.floor(madeAt.getTime() / 1000), 136, 12)
  bytes.write('        0', 148, 'latin1')
  bytes.write('ustar\u000000', 257, 'latin1')
  octal(
    bytes.reduce((sum, byte) => sum + byte, 0),
    148,
    7,
  )
  bytes[154] = 0
  return bytes
}

/** Reads what {@link packed} wrote. Throws when it does not end as it should. */
export async function* unpacked(bytes: AsyncIterable<Buffer>): AsyncGenerator<Entry> {
  const source = bytes[Symbol.asyncIterator]()
  let rest: Buffer = Buffer.alloc(0)
  const take = async (length: number): Promise<Buffer> => {
    const parts = [rest]
    let held = rest.length
    while (held < length) {
      const next = await source.next()
      if (next.done) throw new Error('the archive is cut short')
      parts.push(next.value)
      held += next.value.length
    }
    const whole = parts.length === 1 ? rest : Buffer.concat(parts)
    rest = whole.subarray(length)
    return whole.subarray(0, length)
  }
  for (;;) {
    const head = await take(blockBytes)
    if (head.every((byte) => byte === 0)) break
    const size = Number.parseInt(head.toString('latin1', 124, 135), 8)
    const name = head.toString('utf8', 0, head.indexOf(0))
    if (!Number.isSafeInteger(size) || head.toString('latin1', 257, 262) !== 'ustar')
      throw new Error('the archive holds something else than files')
    const data = await take(size)
    await take((blockBytes - (size % blockBytes)) % blockBytes)
    yield { name, data }
  }
  await take(blockBytes)
  if (rest.length > 0 || !(await source.next()).done) throw new Error('the archive goes on after its end')
}
