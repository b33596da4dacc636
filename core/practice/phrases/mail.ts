import { code, dayAfter, type Phrases, several } from './phrases.ts'

export const MAIL: Readonly<Record<string, Phrases>> = {
  send_email: {
    parameters: ['to', 'subject', 'body', 'cc'],
    values: { subject: 'subjects', body: 'messages' },
    en: {
      goal: 'write to somebody by e-mail',
      asks: [
        'Send an e-mail[ to {to}][ with the subject “{subject}”][, saying: “{body}”][ Copy {cc}.]',
        'Please write[ to {to}][, subject “{subject}”][: “{body}”][ – and put {cc} in copy].',
        'I need a mail sent[ to {to}].[ The subject is “{subject}”.][ The text is “{body}”][ {cc} should get a copy.]',
      ],
      answers: [
        'Your message “{subject}” is on its way to {to}.',
        'Sent: “{subject}” went to {to} (number {email_id}).',
      ],
    },
    zh: {
      goal: '给别人发一封邮件',
      asks: [
        '[给{to}]发封邮件[，主题写“{subject}”][，正文是：“{body}”][，抄送{cc}]。',
        '帮我[给{to}]写邮件[，标题“{subject}”][，内容：“{body}”][，同时抄送{cc}]。',
        '麻烦发一封邮件[到{to}][，主题是“{subject}”][，正文就写“{body}”][，别忘了抄送{cc}]。',
      ],
      answers: ['邮件“{subject}”已经发给{to}了。', '已发送：收件人{to}，主题“{subject}”，编号{email_id}。'],
    },
    result: (args, { random }) => ({
      email_id: code('M', random),
      to: args.to ?? '',
      subject: args.subject ?? '',
      sent: true,
    }),
  },
  search_emails: {
    parameters: ['query', 'from_date', 'unread_only'],
    values: { query: 'searches' },
    en: {
      goal: 'find certain messages in the mailbox',
      asks: [
        'Find my e-mails[ about “{query}”][ since {from_date}][, {unread_only?only unread ones|read ones too}].',
        'Do I have messages[ with “{query}” in them][ from {from_date} on]?[ {unread_only?Unread ones only.|Include those I have read.}]',
        'Search the mailbox[ for “{query}”][, starting at {from_date}][; {unread_only?just the unread ones|read and unread}].',
      ],
      answers: [
        'I found {total} messages. The latest: <emails: “{subject}” from {sender}>.',
        'There are {total} hits, among them <emails: “{subject}” ({sender})>.',
      ],
    },
    zh: {
      goal: '在邮箱里找几封邮件',
      asks: [
        '找一下[关于“{query}”的]邮件[，从{from_date}开始][，{unread_only?只看未读的|已读的也要}]。',
        '邮箱里有没有[提到“{query}”的]来信[，{from_date}以后的]？[{unread_only?只要未读。|读过的也算。}]',
        '帮我搜邮件[，关键词“{query}”][，时间从{from_date}起][，{unread_only?限未读|不限是否已读}]。',
      ],
      answers: [
        '共找到{total}封，最近的有：<emails: {sender}的“{subject}”>。',
        '有{total}封相关邮件，例如<emails: “{subject}”（{sender}）>。',
      ],
    },
    result: (args, dice) => {
      const emails = several(dice, (i) => ({
        email_id: code('M', dice.random),
        sender: dice.random.pick(dice.words.people),
        subject: dice.random.pick(dice.words.subjects),
        date: dayAfter(typeof args.from_date === 'string' ? args.from_date : dice.today, i),
        unread: args.unread_only === true || dice.random.chance(0.4),
      }))
      return { query: args.query ?? '', total: emails.length, emails }
    },
  },
  reply_to_email: {
    parameters: ['email_id', 'body'],
    values: { body: 'messages' },
    en: {
      goal: 'answer a message',
      asks: [
        'Reply to {email_id|a message}[: “{body}”]',
        'Please answer {email_id|one of my messages}[ with “{body}”]',
        'Write back to {email_id|a message}[ and say “{body}”]',
      ],
      answers: ['Your answer to {email_id} is sent.', 'Done, I replied to {email_id}.'],
    },
    zh: {
      goal: '回复一封邮件',
      asks: [
        '回复{email_id|一封邮件}[：“{body}”]',
        '帮我回一下{email_id|一封邮件}[，就说“{body}”]',
        '{email_id|有封邮件}要回[，内容是“{body}”]',
      ],
      answers: ['已回复{email_id}。', '好的，{email_id}的回信已经发出。'],
    },
    result: (args, { random }) => ({
      email_id: args.email_id ?? '',
      reply_number: code('R', random),
      sent: true,
    }),
  },
}
