import { join } from 'node:path'
import ts from 'typescript'
import { schemaMaker } from './schema-of-type.ts'

type Json = Record<string, unknown>

export interface AnswerSchemas {
  /** `GET /api/cases/:id` → what it answers. Routes that answer no JSON, or nothing that has a type, are left out. */
  readonly routes: Readonly<Record<string, Json>>
  /** Interfaces that the routes' answers are made of, by name. */
  readonly schemas: Readonly<Record<string, Json>>
}

/**
 * JSON Schemas of what the reads answer, out of the types of their code: the `answer` of every `route({…})`, unwrapped
 * from its promise. The compiler holds the code to these types, so the document cannot promise what a route does not give.
 */
export function answerSchemas(root: string): AnswerSchemas {
  const config = ts.readConfigFile(join(root, 'tsconfig.server.json'), ts.sys.readFile)
  const parsed = ts.parseJsonConfigFileContent(config.config, ts.sys, root)
  const files = parsed.fileNames.filter((name) => name.endsWith('.routes.ts'))
  const program = ts.createProgram(files, { ...parsed.options, noEmit: true })
  const checker = program.getTypeChecker()
  const { schemaOf, schemas } = schemaMaker(checker, root)
  const routes: Record<string, Json> = {}
  for (const file of files) {
    const source = program.getSourceFile(file)
    if (!source) continue
    for (const call of routeCalls(source)) {
      const [definition] = call.arguments
      if (!definition || saysItsKind(definition)) continue
      const address = [writtenIn(definition, 'method'), writtenIn(definition, 'path')].join(' ')
      const answer = checker.getPropertyOfType(checker.getTypeAtLocation(definition), 'answer')
      const signature = answer && checker.getTypeOfSymbol(answer).getCallSignatures()[0]
      const answered = signature && checker.getAwaitedType(signature.getReturnType())
      const schema = answered && schemaOf(answered)
      if (schema && Object.keys(schema).length > 0) routes[address] = schema
    }
  }
  return { routes: sorted(routes), schemas: sorted(Object.fromEntries(schemas)) }
}

function routeCalls(source: ts.SourceFile): ts.CallExpression[] {
  const found: ts.CallExpression[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'route')
      found.push(node)
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

/** Answers of another kind (a page, a file, the JSON of a standard) have no type of ours. */
function saysItsKind(definition: ts.Expression): boolean {
  return (
    ts.isObjectLiteralExpression(definition) &&
    definition.properties.some((property) => property.name?.getText() === 'answers')
  )
}

/** Method and path stand in the definition itself, as a newcomer would look for them. */
function writtenIn(definition: ts.Expression, name: string): string {
  const properties = ts.isObjectLiteralExpression(definition) ? definition.properties : []
  for (const property of properties)
    if (ts.isPropertyAssignment(property) && property.name.getText() === name)
      if (ts.isStringLiteral(property.initializer)) return property.initializer.text
  throw new Error(
    `A route in ${definition.getSourceFile().fileName} does not say its ${name} as a plain text.`,
  )
}

function sorted<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([one], [other]) => (one < other ? -1 : 1)))
}
