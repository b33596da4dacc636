/** The system's own notification about a job; a click opens it. */
import { Notification } from 'electron'
import type { WindowLanguage } from '#core/failure/words.ts'
import type { JobView } from '#core/job/view.ts'
import type { JobNews } from './job-watch.ts'
import { NATIVE_WORDS } from './native-words.ts'

/** Those on show: one that nobody holds is collected, and its click is lost. */
const shown = new Set<Notification>()

export function showNotice(job: JobView, news: JobNews, language: WindowLanguage, clicked: () => void): void {
  const words = NATIVE_WORDS[language]
  const { title } = job.spec
  const notice = new Notification(
    news.what === 'paused'
      ? { title: `${words.jobPaused}: ${title}`, body: words.pausedWhy[news.reason] }
      : {
          title: `${news.what === 'done' ? words.jobDone : words.jobFailed}: ${title}`,
          body: counted(job, words.jobCounts),
        },
  )
  shown.add(notice)
  notice.on('click', () => {
    shown.delete(notice)
    clicked()
  })
  notice.on('close', () => shown.delete(notice))
  notice.show()
}

/** `{done}`, `{dropped}` and `{failed}` filled in. */
const counted = ({ counts }: JobView, text: string): string =>
  text.replace(/\{(done|dropped|failed)\}/g, (_, name: 'done' | 'dropped' | 'failed') => String(counts[name]))
