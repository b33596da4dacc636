import { create } from 'zustand'
import { type EndpointForm, type FormId, NEW_ENDPOINT } from '#core/endpoint/endpoint-form.ts'
import type { StagedTest } from '#core/endpoint/staged-test.ts'

interface ConnectionsState {
  readonly forms: Readonly<Record<FormId, EndpointForm>>
  /** The latest test of each form, by id of the test. */
  readonly testOf: Readonly<Record<FormId, string>>
  readonly tests: Readonly<Record<string, StagedTest>>
  put(id: FormId, form: EndpointForm): void
  drop(id: FormId): void
  noteTest(id: FormId, test: string): void
  hear(test: StagedTest): void
}

const without = <T>(all: Readonly<Record<string, T>>, id: string): Record<string, T> =>
  Object.fromEntries(Object.entries(all).filter(([other]) => other !== id))

/** What is typed outlives the page and every failure. */
export const useConnections = create<ConnectionsState>()((set) => ({
  forms: {},
  testOf: {},
  tests: {},
  put: (id, form) => set(({ forms }) => ({ forms: { ...forms, [id]: form } })),
  // The next new endpoint has not been tested yet.
  drop: (id) =>
    set(({ forms, testOf }) => ({
      forms: without(forms, id),
      testOf: id === NEW_ENDPOINT ? without(testOf, id) : testOf,
    })),
  noteTest: (id, test) => set(({ testOf }) => ({ testOf: { ...testOf, [id]: test } })),
  hear: (test) => set(({ tests }) => ({ tests: { ...tests, [test.id]: test } })),
}))
