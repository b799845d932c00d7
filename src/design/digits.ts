/** Arabic-Indic (٠-٩) and Persian (۰-۹) digits, as any keyboard writes them, to Latin ones. */
export function latinDigits(text: string): string {
  return text.replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String((digit.codePointAt(0) ?? 0) & 0xf))
}

/** A bare whole number in the reader's digits, without grouping. */
export function digitsOf(value: number | string, digits: 'arab' | 'latn'): string {
  const text = String(value)
  return digits === 'latn' ? text : text.replace(/[0-9]/g, (digit) => String.fromCodePoint(0x0660 + Number(digit)))
}
