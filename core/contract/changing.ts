/** Which calls may change a project: what is open for reading only refuses them, at one gate. */
import type { CallName } from './contract.ts'

/** Calls about what is the user's or the machine's; they leave projects alone, or see to it themselves. */
const OUTSIDE: ReadonlySet<string> = new Set([
  ...['app', 'settings', 'system', 'log', 'bundle', 'support', 'network', 'endpoint', 'host', 'project'],
])

/** Verbs that only read. Whatever is not named here counts as a change, so that a new call is refused first. */
const READING: ReadonlySet<string> = new Set([
  ...['list', 'get', 'view', 'page', 'rows', 'read', 'preview', 'export', 'current'],
  ...[
    'findings',
    'tool',
    'draftTool',
    'events',
    'outcomes',
    'board',
    'redoPlan',
    'flow',
    'samples',
    'planted',
  ],
  ...['funnel', 'seeds', 'seed', 'case', 'accuracy', 'removed', 'runs', 'run', 'points', 'groups', 'group'],
  ...['policies', 'say', 'report', 'plan', 'table', 'estimate', 'count', 'render', 'sizes', 'cleanPlan'],
  ...[
    'example',
    'of',
    'project',
    'lookThere',
    'preflight',
    'stopPreflight',
    'starts',
    'readRecipe',
    'writeRecipe',
  ],
])

export function mayChangeProject(name: CallName): boolean {
  const [noun = '', verb = ''] = name.split('.')
  return !OUTSIDE.has(noun) && !READING.has(verb)
}
