import ts from 'typescript'
import { type Check, type Fault, isPure } from './house.ts'

/** What a pure file may not ask for: the answer would differ from one run to the next, or from device to server. */
function impurity(node: ts.Node, source: ts.SourceFile): string | undefined {
  if (ts.isNewExpression(node) && node.expression.getText(source) === 'Date' && !node.arguments?.length)
    return 'new Date()'
  if (!ts.isPropertyAccessExpression(node)) return undefined
  const name = node.getText(source)
  return name === 'Date.now' || name === 'Math.random' ? name : undefined
}

/** The type projects keep Node and the DOM out of pure files; this keeps the clock and the dice out. */
export const checkPure: Check = (house) => {
  const files = house.files.filter(isPure)
  const faults: Fault[] = []
  for (const file of files) {
    const source = ts.createSourceFile(file, house.text(file), ts.ScriptTarget.ES2023, true)
    const visit = (node: ts.Node): void => {
      const found = impurity(node, source)
      if (found !== undefined) {
        const line = source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1
        faults.push({ file, line, message: `${found} in a pure file; let the caller pass it in` })
      }
      ts.forEachChild(node, visit)
    }
    visit(source)
  }
  return { faults, note: `${files.length} pure files without clock or dice` }
}
