import ts from 'typescript'
import { type Check, type Fault, isCode, isTest } from './house.ts'

const letters = /\p{L}{2,}/u
const arabicWord = /[\u0620-\u064A\u0671-\u06D3\u06D5]{3,}/
/** Attributes a person reads or hears. */
const spoken = new Set([
  'aria-label',
  'aria-description',
  'aria-roledescription',
  'alt',
  'title',
  'placeholder',
  'label',
])
spoken.add('description').add('errorMessage').add('caption').add('heading')

/** A file whose Arabic is compared with what people type, never shown, says so and why. */
const neverShown = /^\s*(?:\/\/|\*|\/\*\*)\s*Never shown: \S.{7,}/m

/** The words a person would read in markup written as text: what is left outside tags, styles, scripts and values. */
function textOfMarkup(markup: string): string {
  return markup
    .replace(/<(style|script)\b[\s\S]*?(<\/\1>|$)/g, ' ')
    .replace(/<!--[\s\S]*?-->/g, ' ')
    .replace(/&[a-z#0-9]+;/gi, ' ')
    .replace(/<[^>]*(>|$)/g, ' ')
    .replace(/^[^<]*>/, ' ')
}

function faultsIn(file: string, text: string): Fault[] {
  const kind = file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS
  const arabicIsShown = !neverShown.test(text)
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2023, true, kind)
  const faults: Fault[] = []
  const report = (node: ts.Node, found: string): void => {
    const line = source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1
    faults.push({
      file,
      line,
      message: `"${found.trim().slice(0, 40)}" is for people to read: it belongs into words.json`,
    })
  }
  const visit = (node: ts.Node): void => {
    if (ts.isJsxText(node) && letters.test(node.text)) report(node, node.text)
    else if (ts.isJsxAttribute(node) && node.initializer && ts.isStringLiteral(node.initializer)) {
      if (spoken.has(node.name.getText(source)) && letters.test(node.initializer.text))
        report(node, node.initializer.text)
    } else if (
      ts.isStringLiteralLike(node) ||
      ts.isTemplateHead(node) ||
      ts.isTemplateMiddleOrTemplateTail(node)
    ) {
      const arabic = arabicIsShown ? arabicWord.exec(node.text) : null
      if (arabic) report(node, arabic[0])
    }
    if (
      file.endsWith('.page.ts') &&
      (ts.isTemplateExpression(node) || ts.isNoSubstitutionTemplateLiteral(node))
    ) {
      const markup = ts.isTemplateExpression(node)
        ? [node.head, ...node.templateSpans.map((span) => span.literal)]
            .map((part) => part.text)
            .join('\uFFFC')
        : node.text
      if (/<[a-z!/]/.test(markup)) {
        const found = /\p{L}{2,}[^\uFFFC<>]*/u.exec(textOfMarkup(markup))
        if (found) report(node, found[0])
      }
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return faults
}

/**
 * No sentence for people stands in code: everything is in words.json, in four languages.
 * Sees text between tags, attributes that are read aloud, markup in public pages, and any word in Arabic script.
 */
export const checkLiteralText: Check = (house) => {
  const files = house.files.filter((path) => path.startsWith('src/') && isCode(path) && !isTest(path))
  // Writing numbers, dates and names is the trade of the language folder.
  const looked = files.filter((path) => !path.startsWith('src/language/'))
  return {
    faults: looked.flatMap((path) => faultsIn(path, house.text(path))),
    note: `${looked.length} files without sentences`,
  }
}
