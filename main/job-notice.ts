/** The system's own notification about a job; a click opens it. */
import { Notification } from 'electron'
import { failureIn } from '#core/failure/job-failure.ts'
import { sayFailure, type WindowLanguage } from '#core/failure/words.ts'
import type { JobView } from '#core/job/view.ts'
import type { JobNews } from './job-watch.ts'
import { NATIVE_WORDS } from './native-words.ts'

/** Those on show: one that nobody holds is collected, and its click is lost. */
const shown = new Set<Notification>()

export function showNotice(job: JobView, news: JobNews, language: WindowLanguage, clicked: () => void): void {
  const { title } = job.spec
  const [what, body] = sayNews(job, news, language)
  const notice = new Notification({ title: `${what}: ${title}`, body })
  shown.add(notice)
  notice.on('click', () => {
    shown.delete(notice)
    clicked()
  })
  notice.on('close', () => shown.delete(notice))
  notice.show()
}

/** What a notification says before the job's name, and below it. */
function sayNews(job: JobView, news: JobNews, language: WindowLanguage): readonly [string, string] {
  const words = NATIVE_WORDS[language]
  switch (news.what) {
    case 'paused':
      return [words.jobPaused, words.pausedWhy[news.reason]]
    case 'stalled':
      return [words.jobStalled, words.stalledFor.replace('{minutes}', String(Math.round(news.seconds / 60)))]
    case 'left':
      return [words.jobLeft, words.leftRuns]
    case 'failed':
      return [words.jobFailed, whyFailed(job, language) ?? counted(job, words.jobCounts)]
    case 'done':
      return [words.jobDone, counted(job, words.jobCounts)]
  }
}

/** In the words of the failure that ended it. */
function whyFailed({ state }: JobView, language: WindowLanguage): string | undefined {
  const failure = failureIn(state.failure ?? '')
  return failure && sayFailure(failure, language).message
}

/** `{done}`, `{dropped}` and `{failed}` filled in. */
const counted = ({ counts }: JobView, text: string): string =>
  text.replace(/\{(done|dropped|failed)\}/g, (_, name: 'done' | 'dropped' | 'failed') => String(counts[name]))
