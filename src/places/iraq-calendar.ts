import file from '../../database/places/iraq/calendar.json' with { type: 'json' }
import type { CalendarRules, Holiday, Weekday } from './calendar.ts'

/** Weekend, office hours and offset from UTC of Iraq. */
export const iraqCalendarRules: CalendarRules = {
  utcOffsetMinutes: file.utcOffsetMinutes,
  weekend: file.weekend as Weekday[],
  officeHours: file.officeHours,
}

/** The dated holidays that come with Ihala, one row for each unit that keeps them; offices add and correct theirs. */
export const iraqHolidays: readonly Holiday[] = file.holidays.flatMap(({ places, ...holiday }) =>
  (places ?? [null]).map((placeCode) => ({ placeCode, ...holiday })),
)
