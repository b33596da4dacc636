/** A host kit whose trainer learns nothing. */
import { cpSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MANIFEST, manifestOf, textOf } from '../../scripts/host/manifest.mjs'

const KIT = join(import.meta.dirname, '../../resources/host')
const TRAINER = join(import.meta.dirname, '../fakes/train_trl.py')

export type Hazard =
  | ('failed' | 'import' | 'log' | 'rawNan' | 'reset' | 'noise' | 'hang')
  | ('notFinite' | 'killed' | 'crash' | 'disk' | 'diskTold')

/** How the trainer that learns nothing behaves. */
export interface Practice {
  readonly stepSeconds?: number
  /** Its checkpoints are copies of the start’s files, and pruned as the kit prunes. */
  readonly copies?: boolean
  /** What goes wrong on the way. */
  readonly hazard?: Hazard
}

/** The kit with the trainer that learns nothing, and its own manifest. */
export function practiceKit(practice: Practice = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'looptool-kit-'))
  cpSync(KIT, folder, { recursive: true, filter: (path) => !path.includes('__pycache__') })
  cpSync(TRAINER, join(folder, 'train_trl.py'))
  writeFileSync(join(folder, 'practice.json'), JSON.stringify(practice))
  writeFileSync(join(folder, MANIFEST), textOf(manifestOf(folder)))
  return folder
}
