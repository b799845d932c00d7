import { type ReactNode, useMemo } from 'react'
import qrcode from 'qrcode-generator'
import { type Precision, useDates } from './dates.ts'
import { useNumbers } from './language.tsx'

/** A case code, a phone number, an id: stays one piece, left to right, in any text. */
export function Code({ children }: { children: ReactNode }) {
  return <bdi dir="ltr">{children}</bdi>
}

/** A name somebody wrote: its direction is its own. */
export function Name({ children }: { children: ReactNode }) {
  return <bdi>{children}</bdi>
}

export function Day({ day, precision }: { day: string; precision?: Precision | undefined }) {
  const { showDay } = useDates()
  return <time dateTime={day}>{showDay(day, precision)}</time>
}

export function Instant({ at, form }: { at: string; form?: 'both' | 'day' | 'time' | undefined }) {
  const { showInstant } = useDates()
  return <time dateTime={at}>{showInstant(at, form)}</time>
}

/** A number in the reader's digits. */
export function Count({ children }: { children: number }) {
  const showNumber = useNumbers()
  return <span className="number">{showNumber(children)}</span>
}

/** A QR code as one SVG path: black on white in any mode, sharp on paper. `label` says what it opens. */
export function Qr({ text, label }: { text: string; label: string }) {
  const { size, path } = useMemo(() => drawQr(text), [text])
  return (
    <figure className="qr">
      <svg viewBox={`-4 -4 ${size + 8} ${size + 8}`} role="img" aria-label={label} shapeRendering="crispEdges">
        <path d={path} fill="#000" />
      </svg>
    </figure>
  )
}

function drawQr(text: string): { size: number; path: string } {
  const code = qrcode(0, 'M')
  code.addData(text)
  code.make()
  const size = code.getModuleCount()
  let path = ''
  for (let row = 0; row < size; row++)
    for (let column = 0; column < size; column++) if (code.isDark(row, column)) path += `M${column} ${row}h1v1h-1z`
  return { size, path }
}
