/** Whole years, both ends included. */
export interface AgeRange {
  from: number
  to: number
}

/** The years an age band means: `6-11`, `60+`. Nothing for a band without numbers: the age is not known. */
export function ageRange(band: string): AgeRange | null {
  const [, from, to] = band.match(/^(\d{1,3})(?:-(\d{1,3})|\+)$/) ?? []
  return from === undefined ? null : { from: Number(from), to: to === undefined ? Infinity : Number(to) }
}

/** What age a person can have this year: the band at intake, narrowed by the year of birth where it is known. */
export function possibleAges(
  band: string,
  birthYear: number | null | undefined,
  thisYear: number,
): AgeRange | null {
  if (birthYear != null) return { from: Math.max(0, thisYear - birthYear - 1), to: thisYear - birthYear }
  return ageRange(band)
}
