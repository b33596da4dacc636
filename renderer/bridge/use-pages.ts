import { useCallback, useEffect, useRef, useState } from 'react'
import type { CallInput, CallName, CallOutput } from '#core/contract/index.ts'
import type { Page } from '#core/contract/views.ts'
import type { SpokenFailure } from '#core/failure/failure.ts'
import { call, spoken } from './looptool.ts'

type PageCall = {
  [C in CallName]: CallOutput<C> extends Page<unknown> ? C : never
}[CallName]

export interface Pages<Row, First> {
  readonly rows: readonly Row[]
  readonly total: number
  /** The first page as it came, with what else it says (facets). */
  readonly first: First | undefined
  readonly failure: SpokenFailure | undefined
  readonly loading: boolean
  /** Asks for the following page, when there is one and none is on its way. */
  more(): void
  /** Reads again what is shown, without emptying the list meanwhile. */
  reload(): void
}

type RowOf<C extends PageCall> = CallOutput<C> extends Page<infer Row> ? Row : never
interface Loaded<C extends PageCall> {
  readonly question: string
  readonly rows: readonly RowOf<C>[]
  readonly total: number
  readonly next?: string | undefined
  readonly first?: CallOutput<C>
  readonly failure?: SpokenFailure
}

/** Longest page that the contract gives. */
const LONGEST = 500
const USUAL = 100

/** A long list, page by page through its cursor. `input` null asks nothing. */
export function usePages<C extends PageCall>(
  name: C,
  input: Omit<CallInput<C>, 'after' | 'limit'> | null,
): Pages<RowOf<C>, CallOutput<C>> {
  const question = input === null ? null : JSON.stringify(input)
  const [loaded, setLoaded] = useState<Loaded<C>>()
  const [busy, setBusy] = useState(false)
  const now = useRef({ question, loaded, busy })
  now.current = { question, loaded, busy }

  const ask = useCallback(
    async (asked: string, after: string | undefined, limit: number) => {
      setBusy(true)
      const paged = { ...JSON.parse(asked), limit, ...(after === undefined ? {} : { after }) }
      // The name carries the type: a page call's input is its filters, a cursor and a limit.
      const page = call as (name: C, input: unknown) => Promise<Page<RowOf<C>>>
      const next = await page(name, paged).then(
        (answer): Loaded<C> => {
          const before = after === undefined ? undefined : now.current.loaded
          return {
            question: asked,
            rows: [...(before?.rows ?? []), ...answer.rows],
            total: answer.total,
            next: answer.next,
            first: (before?.first ?? answer) as CallOutput<C>,
          }
        },
        (error: unknown): Loaded<C> => {
          const kept = now.current.loaded?.question === asked ? now.current.loaded : undefined
          return { rows: [], total: 0, ...kept, question: asked, failure: spoken(error) }
        },
      )
      if (now.current.question !== asked) return
      setLoaded(next)
      setBusy(false)
    },
    [name],
  )

  useEffect(() => {
    if (question !== null) void ask(question, undefined, USUAL)
  }, [question, ask])

  const more = useCallback(() => {
    const { question: asked, loaded: have, busy: waits } = now.current
    if (asked !== null && !waits && have?.question === asked && have.next !== undefined)
      void ask(asked, have.next, USUAL)
  }, [ask])
  const reload = useCallback(() => {
    const { question: asked, loaded: have } = now.current
    if (asked !== null) void ask(asked, undefined, Math.min(LONGEST, Math.max(USUAL, have?.rows.length ?? 0)))
  }, [ask])

  const mine = loaded?.question === question ? loaded : undefined
  return {
    rows: mine?.rows ?? [],
    total: mine?.total ?? 0,
    first: mine?.first,
    failure: mine?.failure,
    loading: question !== null && (busy || mine === undefined),
    more,
    reload,
  }
}
