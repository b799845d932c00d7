// Where a file runs is in its name; here it is held. Group 1 of a domain's path is its folder.
const inServer = ['^src/server/', '\\.(store|routes|job|page)\\.ts$']
const inBrowser = ['^src/(app|design)/', '^src/.+\\.tsx$', '^src/.+\\.(local|script|worker)\\.ts$']
const test = '(\\.test\\.tsx?$)|(^tests/)'
const ours = '^(src|tests|tools|bench|programmes|database)/'
// Libraries that know neither the DOM nor Node.
const bothSides =
  'node_modules/(zod|@lingui/core|@lingui/message-utils|@internationalized/date|qrcode-generator)/'
const pure = { path: '^src/', pathNot: [...inServer, ...inBrowser, test] }

module.exports = {
  forbidden: [
    {
      name: 'pure-imports-only-pure',
      comment: 'Rules run on the server and on the device: they may not reach for either.',
      severity: 'error',
      from: pure,
      to: { path: [...inServer, ...inBrowser, test] },
    },
    {
      name: 'pure-without-node',
      comment: 'Neither Node nor a library that needs it or the DOM.',
      severity: 'error',
      from: pure,
      to: {
        dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-optional', 'npm-no-pkg', 'unknown'],
        pathNot: bothSides,
      },
    },
    {
      name: 'browser-not-server',
      comment: 'What an officer downloads carries no SQL, no routes and no Node.',
      severity: 'error',
      from: { path: inBrowser, pathNot: test },
      to: { path: inServer },
    },
    {
      name: 'browser-without-node',
      comment: 'There is no Node in a browser.',
      severity: 'error',
      from: { path: inBrowser, pathNot: test },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'server-not-browser',
      comment: 'The server never imports a screen; public pages are functions that give text.',
      severity: 'error',
      from: { path: inServer, pathNot: test },
      to: { path: inBrowser },
    },
    {
      name: 'store-is-private',
      comment: 'The SQL of a domain is used by its own server files and by the few that work across domains.',
      severity: 'error',
      from: { path: '^src/([^/]+)/', pathNot: [test, '^src/(actions|records|sync|reports|server)/'] },
      // The one door for writes is there for everybody who writes, the audit for everybody who reads.
      to: {
        path: '^src/[^/]+/.+\\.store\\.ts$',
        pathNot: ['^src/$1/', '^src/(actions/perform|records/audit)\\.store\\.ts$'],
      },
    },
    {
      name: 'store-not-from-pages',
      comment: 'A public page is a pure function: its route reads, the page writes HTML.',
      severity: 'error',
      from: { path: '^src/.+\\.page\\.ts$' },
      to: { path: '\\.(store|routes|job)\\.ts$' },
    },
    {
      name: 'one-door-to-the-database',
      comment:
        "Only src/server/database.ts knows the driver, and opens transactions as someone. Setting up a database is the owner's work.",
      severity: 'error',
      from: { path: '^src/', pathNot: [test, '^src/server/(database|migrate|embedded)[^/]*\\.ts$'] },
      to: { path: '(^|node_modules/)(@types/)?pg(/|$)' },
    },
    {
      name: 'basics-stand-alone',
      comment: 'Everything stands on basics, so basics stands on nothing.',
      severity: 'error',
      from: { path: '^src/basics/', pathNot: test },
      to: { path: ours, pathNot: '^src/basics/' },
    },
    {
      name: 'source-not-from-tools',
      comment: 'What ships never imports what only tests, measures or generates.',
      severity: 'error',
      from: { path: '^src/', pathNot: test },
      to: { path: '(^(tests|tools|bench)/)|(\\.test\\.tsx?$)' },
    },
    {
      name: 'ship-only-what-is-installed',
      comment: '`npm ci --omit=dev` leaves development dependencies out.',
      severity: 'error',
      from: { path: '^src/', pathNot: test },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['npm', 'type-only'] },
    },
    {
      name: 'no-circles',
      comment: 'Files that need each other are one file, or hide a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      comment: 'A file nobody imports is dead or forgotten.',
      severity: 'error',
      from: {
        orphan: true,
        path: '^src/',
        pathNot: ['\\.d\\.ts$', test, '/words\\.json$', '\\.(script|worker)\\.ts$', '^src/app/public/'],
      },
      to: {},
    },
    {
      name: 'resolvable',
      comment: 'An import that leads nowhere.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|dist-next-[^/]*|\\.data)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.tools.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
}
