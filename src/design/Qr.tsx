import qrcode from 'qrcode-generator'
import { useMemo } from 'react'

export interface QrProps {
  text: string
  /** Says what it opens. */
  label: string
}

/** A QR code as one SVG path: black on white in any mode, sharp on paper. */
export default function Qr({ text, label }: QrProps) {
  const { size, path } = useMemo(() => drawQr(text), [text])
  return (
    <figure className="qr">
      <svg
        viewBox={`-4 -4 ${size + 8} ${size + 8}`}
        role="img"
        aria-label={label}
        shapeRendering="crispEdges"
      >
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
    for (let column = 0; column < size; column++)
      if (code.isDark(row, column)) path += `M${column} ${row}h1v1h-1z`
  return { size, path }
}
