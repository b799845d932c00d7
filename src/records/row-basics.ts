export type Instant = string // 2026-11-22T09:12:00.000Z
export type Day = string // 2026-11-22
export type Id = string
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json | undefined }
