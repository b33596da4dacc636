import { Button, Stepper } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call, pathsOf } from '../../bridge/looptool.ts'
import { useAct } from '../../bridge/use-call.ts'
import { FailureCard } from '../../parts/failure-card.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { useDrafts } from '../../store/drafts.ts'
import { usePlace } from '../../store/place.ts'
import { ChooseFiles } from './choose-files.tsx'
import { ReviewImport } from './review-import.tsx'
import { SaveImport } from './save-import.tsx'

/** Importing as steps of one page: files → review and choose → name and save. Leaving keeps what was read. */
export function ImportPage() {
  const { t } = useTranslation()
  const toolImport = useDrafts((state) => state.toolImport)
  const putImport = useDrafts((state) => state.putImport)
  const go = usePlace((state) => state.go)
  const [naming, setNaming] = useState(false)
  const read = useAct(async (paths: readonly string[]) => {
    if (paths.length === 0) return
    const draft = await call('toolSet.read', { paths: [...paths] })
    putImport({ draft, leaveOut: new Set(), name: nameFrom(draft.reports[0]?.file ?? '') })
  })
  const pick = async () => {
    const paths = await call('system.pickFiles')
    if (paths.length > 0) await read.run(paths)
  }
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
      {read.failure && (
        <div className="pad">
          <FailureCard failure={read.failure} />
        </div>
      )}
      {toolImport === undefined && (
        <ChooseFiles
          busy={read.busy}
          pick={() => void pick()}
          drop={(files) => void read.run(pathsOf(files))}
        />
      )}
      {toolImport && !naming && (
        <ReviewImport toolImport={toolImport} put={putImport} again={again} next={() => setNaming(true)} />
      )}
      {toolImport && naming && (
        <SaveImport
          toolImport={toolImport}
          put={putImport}
          back={() => setNaming(false)}
          saved={(toolSet) => {
            putImport(undefined)
            go({ page: 'tools', toolSet })
          }}
        />
      )}
    </>
  )
}

/** A first name for the tool set: the file's, without folder and endings. */
const nameFrom = (file: string): string =>
  (file.split(/[\\/]/).at(-1) ?? '').replace(/(\.(json|jsonl|ya?ml|gz|txt))+$/i, '').slice(0, 120)
