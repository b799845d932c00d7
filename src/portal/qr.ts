import qrcode from 'qrcode-generator'
import { html, type Markup } from './html.ts'

/** A QR code as one path: black on white in any mode, sharp on paper. */
export function qr(text: string, label: string): Markup {
  const code = qrcode(0, 'M')
  code.addData(text)
  code.make()
  const size = code.getModuleCount()
  let path = ''
  for (let row = 0; row < size; row++)
    for (let column = 0; column < size; column++)
      if (code.isDark(row, column)) path += `M${column} ${row}h1v1h-1z`
  return html`<svg class="qr" viewBox="-4 -4 ${size + 8} ${size + 8}" width="180" height="180" role="img" aria-label="${label}"><path d="M-4-4h${size + 8}v${size + 8}h-${size + 8}z" fill="#fff"/><path d="${path}" fill="#000"/></svg>`
}
