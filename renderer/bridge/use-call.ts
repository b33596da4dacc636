import { useCallback, useEffect, useRef, useState } from 'react'
import type { CallInput, CallName, CallOutput } from '#core/contract/index.ts'
import type { SpokenFailure } from '#core/failure/failure.ts'
import { call, spoken } from './looptool.ts'

/** `call` for a name that is a type parameter, where the compiler cannot tell whether an input is due. */
const askFor = call as <C extends CallName>(name: C, input: unknown) => Promise<CallOutput<C>>

export interface Asked<T> {
  /** The latest answer; kept while a newer one is on its way. */
  readonly data: T | undefined
  readonly failure: SpokenFailure | undefined
  readonly loading: boolean
  reload(): void
}

/**
 * Asks when shown and whenever the input changes. `input` null asks nothing. Answers that were overtaken by a newer
 * question are dropped; data of another question is not kept.
 */
export function useCall<C extends CallName>(name: C, input: CallInput<C> | null): Asked<CallOutput<C>> {
  const question = input === null ? null : (JSON.stringify(input) ?? '')
  const [round, setRound] = useState(0)
  const [answer, setAnswer] = useState<{ question: string; data?: CallOutput<C>; failure?: SpokenFailure }>()
  const [busy, setBusy] = useState(false)
  const ask = useRef(input)
  ask.current = input

  useEffect(() => {
    if (question === null) return
    let stale = false
    setBusy(true)
    askFor<C>(name, ask.current)
      .then((data) => ({ question, data }))
      .catch((error: unknown) => ({ question, failure: spoken(error) }))
      .then((next) => {
        if (stale) return
        setAnswer(next)
        setBusy(false)
      })
    return () => {
      stale = true
    }
  }, [name, question, round])

  const mine = answer?.question === question ? answer : undefined
  return {
    data: mine?.data,
    failure: mine?.failure,
    loading: question !== null && (busy || mine === undefined),
    reload: useCallback(() => setRound((n) => n + 1), []),
  }
}

export interface Act<A extends unknown[]> {
  readonly run: (...args: A) => Promise<boolean>
  readonly busy: boolean
  readonly failure: SpokenFailure | undefined
  clear(): void
}

/** Something that a button does: busy while it runs, its failure kept for showing. Resolves true when it worked. */
export function useAct<A extends unknown[]>(work: (...args: A) => Promise<unknown>): Act<A> {
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<SpokenFailure>()
  const run = async (...args: A): Promise<boolean> => {
    setBusy(true)
    setFailure(undefined)
    try {
      await work(...args)
      return true
    } catch (error) {
      setFailure(spoken(error))
      return false
    } finally {
      setBusy(false)
    }
  }
  return { run, busy, failure, clear: () => setFailure(undefined) }
}
