import type { Store } from '../project/store.ts'
import { DetachedRunner } from './detached-runner.ts'
import type { Drive, DriveHooks } from './drive.ts'
import type { JobKind } from './kind.ts'
import { type Children, ParentRunner } from './parent-runner.ts'
import type { JobRecord } from './records.ts'
import { Runner } from './runner.ts'

interface DriveParts {
  readonly store: Store
  readonly record: JobRecord
  readonly counters: Record<string, number>
  readonly children: Children
  readonly hooks: DriveHooks
}

/** The drive that a kind asks for. */
export function makeDrive(kind: JobKind, { store, record, counters, children, hooks }: DriveParts): Drive {
  switch (kind.drive) {
    case 'fan-out':
      return new Runner(store, record, counters, kind, hooks)
    case 'detached':
      return new DetachedRunner(store, record, counters, kind, hooks)
    case 'parent':
      return new ParentRunner(store, record, counters, kind, children, hooks)
  }
}
