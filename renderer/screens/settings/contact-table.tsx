import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Contact } from '#core/network/contact.ts'
import { CopyButton } from '../../parts/copy-button.tsx'
import { SearchBox } from '../../parts/search-box.tsx'
import { useCode } from '../../words/code.ts'
import { useFormat } from '../../words/format.ts'

interface Props {
  readonly contacts: readonly Contact[]
  reload(): void
}

/** Every host that was ever contacted. */
export function ContactTable({ contacts, reload }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const [search, setSearch] = useState('')
  const say = useOutcome()
  const found = contacts.filter(({ host }) => host.toLowerCase().includes(search.toLowerCase()))
  const text = contacts
    .map((one) =>
      [one.host, t(`network.why.${one.why}`), one.first, one.last, one.count, say(one)].join('\t'),
    )
    .join('\n')
  return (
    <section className="stack">
      <div className="row apart wrap">
        <h2>{t('network.contacts')}</h2>
        <div className="row wrap">
          {contacts.length > 0 && (
            <SearchBox label={t('network.searchHosts')} value={search} onSearch={setSearch} />
          )}
          <CopyButton text={text} label={t('network.copy')} />
          <Button size="compact-xs" variant="subtle" onClick={reload}>
            {t('network.again')}
          </Button>
        </div>
      </div>
      <p className="soft small prose">{t('network.contactsText')}</p>
      {contacts.length === 0 && <p>{t('network.noContacts')}</p>}
      {contacts.length > 0 && found.length === 0 && <p className="soft">{t('network.noneFound')}</p>}
      {found.length > 0 && (
        <table className="plain-table">
          <thead>
            <tr>
              <th>{t('network.host')}</th>
              <th>{t('network.for')}</th>
              <th className="right">{t('network.count')}</th>
              <th>{t('network.first')}</th>
              <th>{t('network.last')}</th>
              <th>{t('network.outcome')}</th>
            </tr>
          </thead>
          <tbody>
            {found.map((one) => (
              <tr key={`${one.why} ${one.host}`}>
                <td className="code wrap-anywhere">{one.host}</td>
                <td>{t(`network.why.${one.why}`)}</td>
                <td className="right num">{format.number(one.count)}</td>
                <td className="num">{format.time(one.first)}</td>
                <td className="num">{format.time(one.last)}</td>
                <td className={INK[one.outcome.is]}>
                  {SIGN[one.outcome.is]} {say(one)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

type Outcome = Contact['outcome']['is']
const SIGN: Readonly<Record<Outcome, string>> = { answered: '✓', failed: '✕', blocked: '◐', open: '…' }
const INK: Readonly<Record<Outcome, string>> = {
  answered: 'ink-done',
  failed: 'ink-failed',
  blocked: 'ink-dropped',
  open: 'soft',
}

function useOutcome(): (contact: Contact) => string {
  const { t } = useTranslation()
  const say = useCode()
  return ({ outcome }) => {
    switch (outcome.is) {
      case 'answered':
        return outcome.status === undefined
          ? t('network.connected')
          : t('network.answered', { status: outcome.status })
      case 'failed':
        return outcome.code === 'stopped' ? t('network.stopped') : say(outcome.code)
      case 'blocked':
        return t('network.blocked')
      case 'open':
        return t('network.open')
    }
  }
}
