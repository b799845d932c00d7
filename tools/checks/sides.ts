import { type Check, faultyLines } from './house.ts'

const inStyles =
  /(margin|padding|border|inset|scroll-margin|scroll-padding)-(left|right)\b|border-(top|bottom)-(left|right)-radius|(^|[\s;{])(left|right)\s*:|(text-align|float|clear)\s*:\s*(left|right)\b/
const inScreens =
  /\b(margin|padding|border|scrollMargin|scrollPadding)(Left|Right)\b|border(Top|Bottom)(Left|Right)Radius|textAlign:\s*['"](left|right)['"]|float:\s*['"](left|right)['"]|\b(left|right):\s*(\d|['"])/

/** Arabic and Kurdish are read from right to left: a style that says left or right is wrong in three of four languages. */
export const checkSides: Check = (house) => {
  const faults = faultyLines(
    house,
    (path) => /^src\/.*\.(css|tsx|page\.ts)$/.test(path),
    (line, path) => {
      const found = (path.endsWith('.tsx') ? inScreens : inStyles).exec(line)
      return found ? `"${found[0].trim()}" names a side; use inline-start and inline-end` : undefined
    },
  )
  return { faults, note: 'logical directions only' }
}
