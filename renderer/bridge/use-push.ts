import { useEffect, useRef } from 'react'
import type { Pushes, PushName } from '#core/contract/index.ts'
import { on } from './looptool.ts'

/** Runs `then` on each push; the newest `then` is used. */
export function usePush<P extends PushName>(push: P, then: (payload: Pushes[P]) => void): void {
  const latest = useRef(then)
  latest.current = then
  useEffect(() => on(push, (payload) => latest.current(payload)), [push])
}

/** Like `usePush`, at most once in `ms`; the last news of a burst is never lost. */
export function useCalmPush<P extends PushName>(
  push: P,
  concerns: (payload: Pushes[P]) => boolean,
  ms: number,
  then: () => void,
): void {
  const latest = useRef({ concerns, then })
  latest.current = { concerns, then }
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const stop = on(push, (payload) => {
      if (timer !== undefined || !latest.current.concerns(payload)) return
      timer = setTimeout(() => {
        timer = undefined
        latest.current.then()
      }, ms)
    })
    return () => {
      clearTimeout(timer)
      stop()
    }
  }, [push, ms])
}
