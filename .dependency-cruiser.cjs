// Who may import whom (ARCHITECTURE.md, "Who may import whom"). A room that is not listed under `mayImport`
// of its importer is an error, so a new dependency between rooms is a decision and not an accident.

/** Every room of src and the rooms that it may import, beside itself, lib and telemetry. */
const mayImport = {
  lib: [],
  telemetry: [],
  domain: [],
  pacing: [],
  config: [],
  dispatch: ['domain', 'pacing', 'store/[^/]+\\.ts', 'channels/[^/]+\\.ts'],
  agents: ['domain', 'store/[^/]+\\.ts'],
  directory: ['domain', 'store/[^/]+\\.ts'],
  events: ['domain', 'store/[^/]+\\.ts'],
  sinks: ['domain', 'store/[^/]+\\.ts', 'events'],
  templates: ['domain', 'store/[^/]+\\.ts', 'channels/[^/]+\\.ts'],
  hooks: ['domain', 'store/[^/]+\\.ts', 'channels/[^/]+\\.ts', 'api/protocol'],
  explain: ['domain', 'store/[^/]+\\.ts', 'dispatch/[^/]+\\.ts'],
  keys: [],
  api: ['domain', 'keys', 'store/[^/]+\\.ts'],
  admin: [
    'domain',
    'store/[^/]+\\.ts',
    'channels/[^/]+\\.ts',
    'api/protocol',
    'events',
    'directory',
    'agents',
    'explain',
    'dispatch/[^/]+\\.ts',
  ],
  // `serve` alone composes and `doctor` looks at carriers, see only-serve-and-testing-compose; every other command speaks
  // HTTP or changes the key file; `preview` fills templates in by the service's own code, so that files need no service.
  cli: [
    'config',
    'keys',
    'compose\\.ts',
    'compose/ambient\\.ts',
    'compose/check-carriers\\.ts',
    'domain/templates/content\\.ts',
    'templates/render-template\\.ts',
  ],
  testing: ['config', 'compose\\.ts', 'compose/ambient\\.ts'],
  http: ['api/protocol'],
};

const rooms = Object.entries(mayImport).map(([room, allowed]) => ({
  name: `${room}-imports-only-its-neighbours`,
  severity: 'error',
  from: { path: `^src/${room}/` },
  to: {
    path: '^src/',
    pathNot: [`^src/${room}/`, '^src/(lib|telemetry)/', ...allowed.map((path) => `^src/${path}`)],
  },
}));

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-orphans', severity: 'error', from: { orphan: true, path: '^src/', pathNot: ['\\.d\\.ts$'] }, to: {} },
    {
      name: 'lib-knows-no-domain',
      severity: 'error',
      from: { path: '^src/lib/' },
      to: { path: '^src/(?!lib/)' },
    },
    {
      name: 'store-and-channel-interfaces-import-domain-only',
      severity: 'error',
      from: { path: '^src/(store|channels)/[^/]+\\.ts$' },
      to: { path: '^src/', pathNot: ['^src/(lib|telemetry|domain)/', '^src/(store|channels)/[^/]+\\.ts$'] },
    },
    {
      name: 'drivers-import-their-interface-and-domain-only',
      severity: 'error',
      from: { path: '^src/(store|channels|sinks)/([^/]+)/' },
      to: { path: '^src/', pathNot: ['^src/(lib|telemetry|domain)/', '^src/$1/[^/]+\\.ts$', '^src/$1/$2/'] },
    },
    {
      name: 'drivers-are-imported-by-compose-only',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot: ['^src/compose(\\.ts$|/)', '^src/(store|channels|sinks)/[^/]+/', '^src/http/'],
      },
      to: { path: '^src/((store|channels|sinks)/[^/]+/|http/)' },
    },
    {
      name: 'only-serve-and-testing-compose',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/compose(\\.ts$|/)', '^src/cli/commands/serve\\.ts$', '^src/testing/'] },
      to: { path: '^src/compose(\\.ts$|/)', pathNot: ['^src/compose/check-carriers\\.ts$'] },
    },
    ...rooms,
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { extensions: ['.ts', '.js'], conditionNames: ['import', 'types', 'default'] },
  },
};
