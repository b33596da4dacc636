import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { EndpointView } from '#core/contract/index.ts'
import { NEW_ENDPOINT } from '#core/endpoint/endpoint-form.ts'
import type { Fix } from '#core/endpoint/finding.ts'
import { call } from '../../bridge/looptool.ts'
import { saveEndpoint } from '../../bridge/save-endpoint.ts'
import { useAct } from '../../bridge/use-call.ts'
import { useStagedTest } from '../../bridge/use-staged-test.ts'
import { ActionButton } from '../../parts/action-button.tsx'
import { EndpointFields, KEY_FIELD } from '../../parts/endpoint-fields.tsx'
import { FailureCard } from '../../parts/failure-card.tsx'
import { TestPanel } from '../../parts/test-panel.tsx'
import { useConnections } from '../../store/connections.ts'
import { useLastTest } from '../../store/last-test.ts'
import { type UsedForm, useEndpointForm } from '../../store/use-endpoint-form.ts'
import { TokenizerFields } from './tokenizer-fields.tsx'

interface Props {
  /** Absent: one that is not saved yet. */
  readonly view: EndpointView | undefined
  readonly keysLast: boolean
  open(id: string): void
  changed(): void
}

/** One endpoint: its form, and beside it the test of what is typed. */
export function EndpointDetail({ view, keysLast, open, changed }: Props) {
  const { t } = useTranslation()
  const used = useEndpointForm(view)
  const { form, put, id } = used
  const note = useConnections((state) => state.noteTest)
  const staged = useStagedTest({ id, form, test: useLastTest(id, view), note })
  const pickCa = useAct(async () => {
    const [file] = await call('system.pickFiles')
    if (file !== undefined) put({ caFile: file })
  })
  const forget = useAct(() => call('endpoint.forgetKey', { id }).then(changed))
  const apply = (fix: Fix): void => {
    if (fix.kind === 'url') put({ url: fix.url })
    else if (fix.kind === 'model') put({ model: fix.model })
    else if (fix.kind === 'key') document.getElementById(KEY_FIELD)?.focus()
    else if (fix.kind === 'ca') void pickCa.run()
    else void staged.start()
  }
  return (
    <div className="page-body connect">
      <section className="stack wide" aria-label={view?.endpoint.name ?? t('connections.new')}>
        <EndpointFields
          form={form}
          isNew={id === NEW_ENDPOINT}
          put={put}
          place={view?.key ?? 'none'}
          keysLast={keysLast}
          served={staged.test?.served ?? []}
          pickCa={() => void pickCa.run()}
          forgetKey={() => void forget.run()}
        >
          <TokenizerFields form={form} put={put} />
        </EndpointFields>
        {pickCa.failure && <FailureCard failure={pickCa.failure} />}
        {forget.failure && <FailureCard failure={forget.failure} />}
        <Acts view={view} used={used} open={open} changed={changed} />
      </section>
      <TestPanel staged={staged} typed={form.url.trim() !== ''} apply={apply} />
    </div>
  )
}

interface ActsProps {
  readonly view: EndpointView | undefined
  readonly used: UsedForm
  open(id: string): void
  changed(): void
}

function Acts({ view, used, open, changed }: ActsProps) {
  const { t } = useTranslation()
  const { form, dirty, drop, id } = used
  const moveTest = useConnections((state) => state.noteTest)
  const testId = useConnections((state) => state.testOf[id])
  const save = useAct(async () => {
    const saved = await saveEndpoint(id, form)
    if (testId !== undefined) moveTest(saved.endpoint.id, testId)
    drop()
    changed()
    open(saved.endpoint.id)
  })
  const duplicate = useAct(async () => {
    const copy = await call('endpoint.duplicate', { id })
    changed()
    open(copy.endpoint.id)
  })
  const remove = useAct(async () => {
    await call('endpoint.remove', { id })
    drop()
    changed()
  })
  const why =
    form.url.trim() === ''
      ? t('connections.needUrl')
      : form.name.trim() === ''
        ? t('connections.needName')
        : dirty
          ? undefined
          : t('connections.nothingNew')
  const failure = save.failure ?? duplicate.failure ?? remove.failure
  return (
    <>
      <div className="row wrap">
        <ActionButton
          label={t('connections.save')}
          why={why}
          busy={save.busy}
          onClick={() => void save.run()}
        />
        {(dirty || id === NEW_ENDPOINT) && (
          <Button
            variant="default"
            onClick={() => {
              drop()
              if (!view) open('')
            }}
          >
            {t('connections.drop')}
          </Button>
        )}
      </div>
      <div className="row wrap">
        {view && (
          <Button variant="default" size="xs" loading={duplicate.busy} onClick={() => void duplicate.run()}>
            {t('connections.duplicate')}
          </Button>
        )}
        {view && (
          <Button
            variant="subtle"
            color="red"
            size="xs"
            loading={remove.busy}
            onClick={() => void remove.run()}
          >
            {t('connections.remove', { name: view.endpoint.name })}
          </Button>
        )}
      </div>
      {failure && <FailureCard failure={failure} />}
    </>
  )
}
