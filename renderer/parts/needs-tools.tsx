import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { SpokenFailure } from '#core/failure/failure.ts'
import { EmptyState } from './empty-state.tsx'
import { FailureCard } from './failure-card.tsx'
import { Loading } from './loading.tsx'
import { NoProject } from './no-project.tsx'

interface Props<T> {
  /** False where none is open; undefined while that is not known. */
  readonly project: boolean | undefined
  readonly toolSets: {
    readonly data: readonly T[] | undefined
    readonly failure: SpokenFailure | undefined
    readonly loading: boolean
  }
  readonly icon: ReactNode
  /** What is said where there are no tools yet. */
  readonly title: string
  readonly text: string
  toHome(): void
  toImport(): void
  /** The page itself, once there are tools. */
  children(toolSets: readonly T[]): ReactNode
}

/** A page that is nothing without a project and its tools: says what is missing, and where it comes from. */
export function NeedsTools<T>(props: Props<T>) {
  const { t } = useTranslation()
  const { project, toolSets, children } = props
  if (project === false) return <NoProject toHome={props.toHome} />
  if (!project) return null
  const { data, failure, loading } = toolSets
  return (
    <>
      {failure && (
        <div className="page-body">
          <FailureCard failure={failure} />
        </div>
      )}
      {!data && loading && (
        <div className="page-body">
          <Loading />
        </div>
      )}
      {data?.length === 0 && (
        <EmptyState icon={props.icon} title={props.title} text={props.text}>
          <Button onClick={props.toImport}>{t('tools.import')}</Button>
        </EmptyState>
      )}
      {data && data.length > 0 && children(data)}
    </>
  )
}
