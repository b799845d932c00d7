import { defineConfig } from 'vitest/config'

const common = { environment: 'node' as const, testTimeout: 20_000, hookTimeout: 60_000 }
const browser = { ...common, testTimeout: 240_000, hookTimeout: 240_000 }

// One name per stage of `npm test`: what needs no database, what does, what needs a browser, what is long.
export default defineConfig({
  test: {
    maxWorkers: 2,
    // Starts a database only when the first test asks for one.
    globalSetup: 'tests/support/database-server.ts',
    projects: [
      {
        test: {
          ...common,
          name: 'rules',
          include: ['src/**/*.test.{ts,tsx}', 'tests/house/**/*.test.ts'],
          exclude: ['src/**/*.{store,routes,job}.test.ts', 'src/server/**'],
        },
      },
      {
        test: {
          ...common,
          name: 'database',
          globalSetup: './tests/support/database-server.ts',
          include: [
            'src/**/*.{store,routes,job}.test.ts',
            'src/server/**/*.test.ts',
            'database/**/*.test.ts',
            'tests/**/*.test.ts',
          ],
          exclude: ['tests/{house,journeys,long}/**'],
        },
      },
      {
        test: {
          ...browser,
          name: 'journeys',
          globalSetup: './tests/support/demo-place.ts',
          include: ['tests/journeys/**/*.test.ts'],
        },
      },
      {
        test: {
          ...browser,
          globalSetup: ['./tests/support/database-server.ts', './tests/support/demo-place.ts'],
          name: 'long',
          include: ['tests/long/**/*.test.ts'],
          testTimeout: 1_200_000,
        },
      },
    ],
  },
})
