import { Button } from '@mantine/core'
import { Component, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Failure } from '#core/failure/failure.ts'
import { sayFailure } from '#core/failure/words.ts'
import { useLanguage } from '../words/language.ts'
import { FailureCard } from './failure-card.tsx'

interface Props {
  readonly children: ReactNode
}

/** Catches what a page throws, so that the rest of the window goes on. Give it the page's name as key. */
export class PageBoundary extends Component<Props, { readonly error: Error | undefined }> {
  override state = { error: undefined as Error | undefined }

  static getDerivedStateFromError(error: unknown) {
    return { error: error instanceof Error ? error : new Error(String(error)) }
  }

  override render() {
    const { error } = this.state
    if (!error) return this.props.children
    return <Crashed error={error} reopen={() => this.setState({ error: undefined })} />
  }
}

function Crashed({ error, reopen }: { readonly error: Error; reopen(): void }) {
  const { t } = useTranslation()
  const detail = error.stack ?? error.message
  const failure = sayFailure(new Failure('window.defect', {}, detail), useLanguage())
  return (
    <div className="page-body">
      <FailureCard failure={failure}>
        <Button size="compact-sm" onClick={reopen}>
          {t('shared.reopen')}
        </Button>
      </FailureCard>
    </div>
  )
}
