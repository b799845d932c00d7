import { type Check, type House } from './house.ts'

const aim = 150
const lookTwice = 300
const most = 500

export interface FileSize {
  file: string
  lines: number
}

/** Hand-written files by length, longest first. Words and data are lists, not code. */
export function fileSizes(house: House): FileSize[] {
  return house.files
    .filter((path) => /^(src|tools|bench|tests|database)\/.*\.(ts|tsx|mjs|css|sql)$/.test(path))
    .map((file) => ({ file, lines: house.text(file).trimEnd().split('\n').length }))
    .sort((a, b) => b.lines - a.lines)
}

/** The length that 95 of 100 files stay under: drift is seen here first. */
export function p95(sizes: FileSize[]): number {
  return sizes[Math.floor(sizes.length * 0.05)]?.lines ?? 0
}

export const checkSizes: Check = (house) => {
  const sizes = fileSizes(house)
  const faults = sizes
    .filter(({ lines }) => lines > most)
    .map(({ file, lines }) => ({ file, message: `${lines} lines; split at ${most}` }))
  const long = sizes.filter(({ lines }) => lines > lookTwice).length
  const short = sizes.filter(({ lines }) => lines <= aim).length
  const share = sizes.length === 0 ? 100 : Math.round((short / sizes.length) * 100)
  return {
    faults,
    note: `${sizes.length} files, p95 ${p95(sizes)} lines, ${share} % within ${aim}, ${long} over ${lookTwice}`,
  }
}
