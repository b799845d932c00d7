import { answerSchemas } from './schemas.ts'

export const answersFile = 'src/server/answers.json'

/** One line for each route and each interface, so that a change shows as one. */
export function answersText(root: string): string {
  const { routes, schemas } = answerSchemas(root)
  const lines = (record: object): string =>
    Object.entries(record)
      .map(([name, schema]) => `    ${JSON.stringify(name)}: ${JSON.stringify(schema)}`)
      .join(',\n')
  return `{\n  "routes": {\n${lines(routes)}\n  },\n  "schemas": {\n${lines(schemas)}\n  }\n}\n`
}
