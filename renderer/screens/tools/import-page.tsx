import { Button, Stepper } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../bridge/use-call.ts'
import { saveToolSet, useToolImport } from '../../bridge/use-tool-import.ts'
import { ChooseFiles } from '../../parts/choose-files.tsx'
import { FailureCard } from '../../parts/failure-card.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { SaveImport } from '../../parts/save-import.tsx'
import { type ToolImport, useDrafts } from '../../store/drafts.ts'
import { usePlace } from '../../store/place.ts'
import { ReviewImport } from './review-import.tsx'

/** Importing as steps of one page: files → review and choose → name and save. Leaving keeps what was read. */
export function ImportPage() {
  const { t } = useTranslation()
  const toolImport = useDrafts((state) => state.toolImport)
  const putImport = useDrafts((state) => state.putImport)
  const go = usePlace((state) => state.go)
  const [naming, setNaming] = useState(false)
  const importing = useToolImport((read) => putImport({ ...read, leaveOut: new Set() }))
  const step = toolImport === undefined ? 0 : naming ? 2 : 1
  const again = () => {
    setNaming(false)
    putImport(undefined)
  }
  return (
    <>
      <PageHeader title={t('tools.import')}>
        <Button variant="subtle" onClick={() => go({ page: 'tools' })}>
          {t('shared.close')}
        </Button>
      </PageHeader>
      <div className="steps">
        <Stepper
          active={step}
          size="xs"
          onStepClick={(to) => {
            if (to === 0) again()
            else setNaming(to === 2)
          }}
        >
          <Stepper.Step label={t('tools.step.files')} />
          <Stepper.Step label={t('tools.step.review')} allowStepSelect={step > 1} />
          <Stepper.Step label={t('tools.step.save')} allowStepSelect={false} />
        </Stepper>
      </div>
      {importing.failure && (
        <div className="pad">
          <FailureCard failure={importing.failure} />
        </div>
      )}
      {toolImport === undefined && (
        <div className="page-body">
          <ChooseFiles {...importing} />
        </div>
      )}
      {toolImport && !naming && (
        <ReviewImport toolImport={toolImport} put={putImport} again={again} next={() => setNaming(true)} />
      )}
      {toolImport && naming && <NameImport toolImport={toolImport} back={() => setNaming(false)} />}
    </>
  )
}

interface NameProps {
  readonly toolImport: ToolImport
  back(): void
}

function NameImport({ toolImport, back }: NameProps) {
  const putImport = useDrafts((state) => state.putImport)
  const go = usePlace((state) => state.go)
  const save = useAct(async () => {
    const { id } = await saveToolSet(toolImport)
    putImport(undefined)
    go({ page: 'tools', toolSet: id })
  })
  return (
    <div className="page-body">
      <SaveImport
        name={toolImport.name}
        count={toolImport.draft.rows.length - toolImport.leaveOut.size}
        busy={save.busy}
        failure={save.failure}
        rename={(name) => putImport({ ...toolImport, name })}
        back={back}
        save={() => void save.run()}
      />
    </div>
  )
}
