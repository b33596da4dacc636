import { Button, Kbd } from '@mantine/core'
import { IconArrowBackUp, IconPencil } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { CourtCase } from '#core/contract/round-views.ts'
import { VERDICTS, type VerdictName } from '#core/judge/verdict.ts'
import { LOOP_SIGN, LoopBadge } from '../../parts/loop-sign.tsx'

interface Props {
  readonly one: CourtCase
  readonly busy: boolean
  /** The label is being edited, which has a verdict of its own. */
  readonly editing: boolean
  readonly canUndo: boolean
  decide(verdict: VerdictName): void
  undo(): void
  edit(): void
}

const KEEP = ['errorSeed', 'highPerplexityOnly', 'dropped', 'unjudged'] as const

/** The verdict as it stands, what follows from it, and the keys that change it. */
export function VerdictBar({ one, busy, editing, canUndo, decide, undo, edit }: Props) {
  const { t } = useTranslation()
  const { row } = one
  const keep = KEEP.find((name) => name === one.keep)
  return (
    <div className="verdict-bar">
      <div className="row wrap apart">
        <span className="row wrap" role="status">
          <LoopBadge name={row.verdict} />
          <span className="small soft">
            {t(`rounds.court.byWhom.${row.by}`)}
            {keep && ` · ${t(`rounds.court.keep.${keep}`)}`}
          </span>
        </span>
        <WordButtons busy={busy || editing} canUndo={canUndo} undo={undo} edit={edit} />
      </div>
      <fieldset
        className="verdict-keys"
        aria-label={t('rounds.court.yourVerdict')}
        disabled={busy || editing}
      >
        {VERDICTS.map((verdict, at) => (
          <button
            key={verdict}
            type="button"
            className={`verdict-key is-${verdict}`}
            aria-pressed={row.by === 'human' && row.verdict === verdict}
            aria-keyshortcuts={String(at + 1)}
            onClick={() => decide(verdict)}
          >
            <Kbd size="xs">{at + 1}</Kbd>
            <span aria-hidden className="loop-dot">
              {LOOP_SIGN[verdict]}
            </span>
            <span className="cut">{t(`loop.${verdict}`)}</span>
          </button>
        ))}
      </fieldset>
    </div>
  )
}

type WordProps = Pick<Props, 'busy' | 'canUndo' | 'undo' | 'edit'>

function WordButtons({ busy, canUndo, undo, edit }: WordProps) {
  const { t } = useTranslation()
  return (
    <span className="row">
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconPencil size={14} aria-hidden />}
        rightSection={<Kbd size="xs">E</Kbd>}
        disabled={busy}
        aria-keyshortcuts="e"
        onClick={edit}
      >
        {t('rounds.court.edit')}
      </Button>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconArrowBackUp size={14} aria-hidden />}
        rightSection={<Kbd size="xs">U</Kbd>}
        disabled={busy || !canUndo}
        aria-keyshortcuts="u"
        onClick={undo}
      >
        {canUndo ? t('rounds.court.undo') : t('rounds.court.nothingToUndo')}
      </Button>
    </span>
  )
}
