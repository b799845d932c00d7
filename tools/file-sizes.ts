import { houseAt } from './checks/house.ts'
import { checkSizes, fileSizes } from './checks/sizes.ts'

// `npm run sizes`: the twenty longest files, to be looked at twice.
const house = houseAt(process.cwd())
for (const { file, lines } of fileSizes(house).slice(0, 20))
  console.log(`${String(lines).padStart(5)}  ${file}`)
console.log((await checkSizes(house)).note)
