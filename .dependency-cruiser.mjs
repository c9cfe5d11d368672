/**
 * Who may import whom. The lists below are the whole truth (docs/ARCHITECTURE.md prints them); the rules are made from them.
 * A folder imports itself and lower lines, never a neighbour on its line, never upward. This holds for types as well.
 */
export const LINES = [
  ['core'],
  ['db', 'http'],
  ['accounts', 'jobs', 'backups'],
  ['memory', 'terms', 'checks', 'drafts', 'formats'],
  ['projects', 'models'],
  ['documents'],
  ['segments'],
  ['review', 'imports', 'exports'],
];

/** Files directly in server/ that every room but core may use. Those not listed here (main, app, context) may import anything, and nobody imports them. */
export const GROUND = ['config.ts', 'errors.ts', 'project-root.ts'];

/** Rooms without a door: every file of them may be imported. */
export const OPEN_ROOMS = ['core', 'db', 'http'];

/** Doors of a room besides its service.ts: contracts, and the list of what keeps them. */
export const DOORS = {
  drafts: ['engine.ts'],
  formats: ['format.ts', 'registry.ts', 'zip-writer.ts'],
  jobs: ['job.ts'],
};

/** npm packages that belong to one kind of file; everything else must do without them. */
export const RESERVED = {
  express: { why: 'HTTP stays in routes.ts, http/ and app.ts', only: ['^server/[^/]+/routes[^/]*\\.ts$', '^server/http/', '^server/app\\.ts$'] },
  kysely: { why: 'SQL stays in store files and db/', only: ['^server/[^/]+/store[^/]*\\.ts$', '^server/db/'] },
  'better-sqlite3': { why: 'the database is opened in db/ only', only: ['^server/db/'] },
};

/** npm packages that code running in both worlds may use. */
export const CORE_PACKAGES = ['diff'];
export const BROWSER_PACKAGES = ['diff', 'idb'];

/** Packages that consist of declarations; there is no module to find. */
const TYPES_ONLY = ['^mdast$'];

const any = (names) => `(${names.join('|')})`;
const file = (name) => name.replaceAll('.', '\\.');
const npm = (name) => `(^|/)node_modules/(@types/)?${name}/`;
const rooms = LINES.flat();

const layers = LINES.flatMap((line, index) => {
  const lower = LINES.slice(0, index).flat();
  return line.map((room) => ({
    name: `layers-${room}`,
    comment: `${room} imports itself${lower.length > 0 ? ` and ${lower.join(', ')}` : ''}.`,
    severity: 'error',
    from: { path: `^server/${room}/` },
    to: {
      path: '^(server|public|tests|bench|scripts)/',
      pathNot: [`^server/${any([room, ...lower])}/`, ...(room === 'core' ? [] : [`^server/${any(GROUND.map(file))}$`])],
    },
  }));
});

const doors = rooms
  .filter((room) => !OPEN_ROOMS.includes(room))
  .map((room) => ({
    name: `door-${room}`,
    comment: `${room} is entered through ${['service.ts', ...(DOORS[room] ?? [])].join(', ')}.`,
    severity: 'error',
    from: { path: `^server/${any(rooms)}/`, pathNot: `^server/${room}/` },
    to: { path: `^server/${room}/`, pathNot: `^server/${room}/${any(['service.ts', ...(DOORS[room] ?? [])].map(file))}$` },
  }));

const reserved = Object.entries(RESERVED).map(([name, { why, only }]) => ({
  name: `reserved-${name}`,
  comment: why,
  severity: 'error',
  from: { path: '^(server|public)/', pathNot: only },
  to: { path: npm(name) },
}));

const packagesOf = (name, from, packages) => ({
  name,
  comment: `npm packages allowed here: ${packages.join(', ')}.`,
  severity: 'error',
  from: { path: from },
  to: { dependencyTypes: ['npm', 'npm-dev', 'npm-no-pkg', 'core'], pathNot: packages.map(npm) },
});

export default {
  forbidden: [
    ...layers,
    ...doors,
    ...reserved,
    packagesOf('core-is-pure', '^server/core/', CORE_PACKAGES),
    packagesOf('browser-packages', '^public/', BROWSER_PACKAGES),
    {
      name: 'browser-imports',
      comment: 'The browser side imports public/ and server/core/.',
      severity: 'error',
      from: { path: '^public/' },
      to: { path: '^(server|tests|bench|scripts)/', pathNot: '^server/core/' },
    },
    {
      name: 'nobody-imports-the-top',
      comment: 'main, app, context and cli put things together; nothing depends on them.',
      severity: 'error',
      from: { path: `^server/${any(rooms)}/` },
      to: { path: `^server/(cli/|[^/]+$)`, pathNot: `^server/${any(GROUND.map(file))}$` },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'every-import-exists', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: TYPES_ONLY } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'node', 'default'], extensions: ['.ts', '.js', '.mjs', '.json'] },
  },
};
