import { create } from 'zustand'

/** What is typed about things of one kind, and how each was tested; it outlives the page and every failure. */
export interface TypedForms<Form, Test, Note, Said extends readonly unknown[]> {
  readonly forms: Readonly<Record<string, Form>>
  /** What was noted of the latest test of each form. */
  readonly testOf: Readonly<Record<string, Note>>
  /** By id of the test. */
  readonly tests: Readonly<Record<string, Test>>
  put(id: string, form: Form): void
  drop(id: string): void
  noteTest(id: string, ...said: Said): void
  hear(test: Test): void
}

const without = <T>(all: Readonly<Record<string, T>>, id: string): Record<string, T> =>
  Object.fromEntries(Object.entries(all).filter(([other]) => other !== id))

/**
 * @param fresh id of the form of what is not there yet
 * @param noteOf what is kept of a test that was started
 */
export const createForms = <
  Form,
  Test extends { readonly id: string },
  Note,
  Said extends readonly unknown[],
>(
  fresh: string,
  noteOf: (...said: Said) => Note,
) =>
  create<TypedForms<Form, Test, Note, Said>>()((set) => ({
    forms: {},
    testOf: {},
    tests: {},
    put: (id, form) => set(({ forms }) => ({ forms: { ...forms, [id]: form } })),
    // The next new one has not been tested yet.
    drop: (id) =>
      set(({ forms, testOf }) => ({
        forms: without(forms, id),
        testOf: id === fresh ? without(testOf, id) : testOf,
      })),
    noteTest: (id, ...said) => set(({ testOf }) => ({ testOf: { ...testOf, [id]: noteOf(...said) } })),
    hear: (test) => set(({ tests }) => ({ tests: { ...tests, [test.id]: test } })),
  }))
