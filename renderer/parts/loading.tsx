import { Skeleton } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'

/** Nothing for 300 ms, then a skeleton, after three seconds words too. */
export function Loading({ lines = 6 }: { readonly lines?: number }) {
  const { t } = useTranslation()
  const [phase, setPhase] = useState(0)
  useEffect(() => {
    const timers = [setTimeout(() => setPhase(1), 300), setTimeout(() => setPhase(2), 3000)]
    return () => timers.forEach(clearTimeout)
  }, [])
  if (phase === 0) return <div aria-busy="true" />
  return (
    <div className="stack loading" aria-busy="true">
      {Array.from({ length: lines }, (_, line) => (
        <Skeleton key={line} height={16} width={`${92 - ((line * 17) % 40)}%`} />
      ))}
      {phase === 2 && <span className="soft small">{t('shared.loading')}</span>}
    </div>
  )
}
