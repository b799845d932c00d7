/** It had its reason; it was talked over; it is a breach, which goes to the breach log. */
export const verdicts = ['explained', 'talked_over', 'breach'] as const
