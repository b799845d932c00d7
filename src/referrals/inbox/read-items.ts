/** What a handed-over copy holds is JSON of an older or newer version of us: read with care, shown as far as it is known. */
export function textIn(item: unknown, name: string): string | undefined {
  const value = fieldIn(item, name)
  return typeof value === 'string' && value !== '' ? value : undefined
}

export function fieldIn(item: unknown, name: string): unknown {
  return typeof item === 'object' && item !== null
    ? (item as Readonly<Record<string, unknown>>)[name]
    : undefined
}

export function listIn(item: unknown): readonly unknown[] {
  return Array.isArray(item) ? item : []
}
