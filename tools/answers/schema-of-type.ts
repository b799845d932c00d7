import ts from 'typescript'

type Json = Record<string, unknown>

/** Aliases of `string` that say more. */
const formats: Readonly<Record<string, string>> = { Id: 'uuid', Day: 'date', Instant: 'date-time' }

export interface SchemaMaker {
  /** Undefined for what does not travel as JSON (pages, files). Empty for what has no type (`unknown`). */
  readonly schemaOf: (type: ts.Type) => Json | undefined
  /** Our interfaces that were met, by name. */
  readonly schemas: Map<string, Json>
}

/** JSON Schema (2020-12) of types as `JSON.stringify` writes their values. */
export function schemaMaker(checker: ts.TypeChecker, root: string): SchemaMaker {
  const schemas = new Map<string, Json>()

  const within = new Set<ts.Type>()

  /** What holds itself without a name of its own (any JSON) is not spelled out. */
  function schemaOf(type: ts.Type): Json | undefined {
    if (within.has(type)) return {}
    within.add(type)
    try {
      return madeOf(type)
    } finally {
      within.delete(type)
    }
  }

  function madeOf(type: ts.Type): Json | undefined {
    if (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.Void)) return {}
    if (type.flags & ts.TypeFlags.Null) return { type: 'null' }
    if (type.isStringLiteral() || type.isNumberLiteral()) return { const: type.value }
    if (type.flags & ts.TypeFlags.BooleanLiteral) return { const: checker.typeToString(type) === 'true' }
    if (type.flags & ts.TypeFlags.StringLike) return { type: 'string' }
    if (type.flags & ts.TypeFlags.NumberLike) return { type: 'number' }
    if (type.flags & ts.TypeFlags.BooleanLike) return { type: 'boolean' }
    if (type.isUnion()) return unionOf(type)
    if (type.isClass() || type.symbol?.valueDeclaration?.kind === ts.SyntaxKind.ClassDeclaration)
      return undefined
    if (checker.isArrayLikeType(type)) {
      const [item] = checker.getTypeArguments(type as ts.TypeReference)
      return { type: 'array', items: (item && schemaOf(item)) ?? {} }
    }
    return nameOf(type) === undefined ? objectOf(type) : named(type, nameOf(type) as string)
  }

  function unionOf(type: ts.UnionType): Json | undefined {
    const parts = type.types.filter((part) => !(part.flags & ts.TypeFlags.Undefined))
    const isNullable = parts.some((part) => part.flags & ts.TypeFlags.Null)
    const rest = parts.filter((part) => !(part.flags & ts.TypeFlags.Null))
    const made = [...new Map(rest.map((part) => [JSON.stringify(schemaOf(part)), schemaOf(part)])).values()]
    if (made.some((one) => one === undefined)) return undefined
    const consts = made.map((one) => one?.['const'])
    if (consts.length === 2 && consts.includes(true) && consts.includes(false))
      return { type: isNullable ? ['boolean', 'null'] : 'boolean' }
    if (made.length > 0 && consts.every((one) => one !== undefined))
      return { enum: [...consts, ...(isNullable ? [null] : [])] }
    const [only] = made
    if (made.length === 1 && typeof only?.['type'] === 'string')
      return isNullable ? { ...only, type: [only['type'], 'null'] } : only
    const all = [...(made as Json[]), ...(isNullable ? [{ type: 'null' }] : [])]
    return all.length === 1 ? all[0] : { anyOf: all }
  }

  /** An exported interface or object type of ours without parameters; others are written where they stand. */
  function nameOf(type: ts.Type): string | undefined {
    const symbol = type.aliasSymbol ?? type.symbol
    const declared = symbol?.declarations?.[0]
    if (!declared || !(ts.isInterfaceDeclaration(declared) || ts.isTypeAliasDeclaration(declared)))
      return undefined
    if (declared.typeParameters || !declared.getSourceFile().fileName.startsWith(`${root}/src/`))
      return undefined
    return symbol?.name
  }

  function named(type: ts.Type, name: string): Json {
    if (!schemas.has(name)) {
      schemas.set(name, {}) // met again inside itself it is a reference
      schemas.set(name, objectOf(type))
    }
    return { $ref: `#/components/schemas/${name}` }
  }

  function objectOf(type: ts.Type): Json {
    const properties: Record<string, Json> = {}
    const required: string[] = []
    for (const property of checker.getPropertiesOfType(type)) {
      const isOptional = Boolean(property.flags & ts.SymbolFlags.Optional)
      properties[property.name] = propertyOf(property)
      if (!isOptional) required.push(property.name)
    }
    const index = checker.getIndexTypeOfType(type, ts.IndexKind.String)
    return {
      type: 'object',
      ...(Object.keys(properties).length > 0 ? { properties } : {}),
      ...(required.length > 0 ? { required } : {}),
      ...(index ? { additionalProperties: schemaOf(index) ?? {} } : {}),
    }
  }

  function propertyOf(property: ts.Symbol): Json {
    const declared = property.valueDeclaration
    const written = declared && ts.isPropertySignature(declared) ? (declared.type?.getText() ?? '') : ''
    if (/^Json\b/.test(written)) return {}
    const schema = schemaOf(checker.getTypeOfSymbol(property)) ?? {}
    const alias = /^(\w+)( \| null)?( \| undefined)?$/.exec(written)?.[1] ?? ''
    return formats[alias] === undefined ? schema : { ...schema, format: formats[alias] }
  }

  return { schemaOf, schemas }
}
