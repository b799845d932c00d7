import { connect } from 'node:net'
import { refuse } from '../basics/refusal.ts'

const mostSeconds = 30
const pieceBytes = 64 * 1024

/**
 * Asks the ClamAV daemon behind a Unix socket (clamd(8), INSTREAM: pieces with their length before them, one of length
 * zero at the end). Refuses with `file.infected`; and with `file.scan_unavailable` when nobody answers, because an
 * operator who asked for scanning does not want files that were not scanned.
 */
export async function refuseInfected(socketPath: string, bytes: Buffer): Promise<void> {
  const answer = await ask(socketPath, bytes).catch(() => '')
  if (answer === 'stream: OK') return
  if (answer.endsWith(' FOUND')) refuse('file.infected')
  refuse('file.scan_unavailable')
}

function ask(socketPath: string, bytes: Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(socketPath)
    let heard = ''
    socket.setTimeout(mostSeconds * 1000, () => socket.destroy(new Error('clamd is silent')))
    socket.on('error', reject)
    socket.on('data', (part: Buffer) => (heard += part.toString('latin1')))
    socket.on('close', () => resolve(heard.split('\0')[0] ?? ''))
    socket.on('connect', () => {
      socket.write('zINSTREAM\0')
      for (let from = 0; from < bytes.length; from += pieceBytes) {
        const piece = bytes.subarray(from, from + pieceBytes)
        socket.write(lengthOf(piece.length))
        socket.write(piece)
      }
      socket.write(lengthOf(0))
    })
  })
}

function lengthOf(size: number): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(size)
  return length
}
