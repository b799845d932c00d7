/** Kinds of household that offers ask for. What is protected (C4) has no code here. Words: `cases.householdType.<code>`. */
export const householdTypes = [
  'female_headed',
  'single_parent',
  'elderly_headed',
  'child_headed',
  'disability',
  'serious_illness',
  'pregnant_breastfeeding',
  'large_family',
] as const
