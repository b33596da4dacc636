import { code, dayAfter, type Phrases, several } from './phrases.ts'

export const NOTES: Readonly<Record<string, Phrases>> = {
  create_note: {
    parameters: ['title', 'text', 'folder'],
    values: { title: 'noteTitles', text: 'noteTexts', folder: 'folders' },
    en: {
      goal: 'write something down',
      asks: [
        'Write down a note[ called “{title}”][: “{text}”][ Put it into {folder}.]',
        'Save a note[ with the heading “{title}”][ that says “{text}”][, in the folder {folder}].',
        'Please note[ under “{title}”][: “{text}”][ Folder: {folder}.]',
      ],
      answers: ['The note “{title}” is saved.', 'Noted: “{title}”, number {note_id}.'],
    },
    zh: {
      goal: '记一条笔记',
      asks: [
        '记一条笔记[，标题“{title}”][，内容：“{text}”][，放到“{folder}”里]。',
        '帮我记下来[，题目是“{title}”][：“{text}”][，存进“{folder}”文件夹]。',
        '新建笔记[“{title}”][，写上“{text}”][，归到“{folder}”]。',
      ],
      answers: ['笔记“{title}”已保存。', '记好了：“{title}”，编号{note_id}。'],
    },
    result: (args, { random }) => ({ note_id: code('N', random), title: args.title ?? '', saved: true }),
  },
  search_notes: {
    parameters: ['query'],
    values: { query: 'searches' },
    en: {
      goal: 'find something that was written down earlier',
      asks: [
        'What did I write down[ about “{query}”]?',
        'Search my notes[ for “{query}”].',
        'Find the notes I made[ that mention “{query}”].',
      ],
      answers: ['There are {total} notes: <notes: “{title}”>.', 'I found <notes: “{title}” – {text}>'],
    },
    zh: {
      goal: '找以前记过的东西',
      asks: [
        '我记过[关于“{query}”的]笔记吗？',
        '在笔记里搜一下[“{query}”]。',
        '把[提到“{query}”的]笔记找出来。',
      ],
      answers: ['共有{total}条：<notes: “{title}”>。', '找到了：<notes: “{title}”写着：{text}>'],
    },
    result: (args, dice) => {
      const notes = several(dice, () => ({
        note_id: code('N', dice.random),
        title: dice.random.pick(dice.words.noteTitles),
        text: dice.random.pick(dice.words.noteTexts),
      }))
      return { query: args.query ?? '', total: notes.length, notes }
    },
  },
  add_task: {
    parameters: ['title', 'due_date', 'priority'],
    values: { title: 'tasks' },
    en: {
      goal: 'put something on the to-do list',
      asks: [
        'Put something on my to-do list[: “{title}”][, due {due_date}][, {priority} priority].',
        'One more item for my to-do list[: {title}][, until {due_date}][; priority {priority}].',
        'I must not forget something[: {title}]. Put it on my list[, to be done by {due_date}][, priority {priority}].',
      ],
      answers: ['“{title}” is on your list.', 'Added “{title}” as {task_id}.'],
    },
    zh: {
      goal: '在待办清单里加一项',
      asks: [
        '待办里加一项[：“{title}”][，{due_date}前完成][，优先级{priority}]。',
        '别让我忘了一件事[：{title}][，截止{due_date}][，重要程度{priority}]，记到清单里。',
        '往待办清单里加点东西[：“{title}”][，最晚{due_date}][，优先级设为{priority}]。',
      ],
      answers: ['“{title}”已加入待办。', '已添加“{title}”，编号{task_id}。'],
    },
    result: (args, { random }) => ({ task_id: code('T', random), title: args.title ?? '', added: true }),
  },
  list_tasks: {
    parameters: ['status'],
    en: {
      goal: 'see what is on the to-do list',
      asks: [
        'What is on my to-do list?[ Only the {status} ones.]',
        'Show me my[ {status}] tasks.',
        'Which[ {status}] tasks do I have on the list?',
      ],
      answers: ['On your list: <tasks: {title} (until {due_date})>.', 'These are there: <tasks: {title}>.'],
    },
    zh: {
      goal: '看看待办清单',
      asks: [
        '我的待办清单上有什么？[只看{status}的。]',
        '列出[{status}的]待办事项。',
        '看看还有哪些[{status}的]事情。',
      ],
      answers: ['清单上有：<tasks: {title}（{due_date}前）>。', '有这些：<tasks: {title}>。'],
    },
    result: (args, dice) => ({
      ...args,
      tasks: several(dice, (i) => ({
        task_id: code('T', dice.random),
        title: dice.random.pick(dice.words.tasks),
        due_date: dayAfter(dice.today, i + dice.random.int(0, 3)),
      })),
    }),
  },
  complete_task: {
    parameters: ['task_id'],
    en: {
      goal: 'tick something off',
      asks: [
        'Tick off {task_id|a task}.',
        'I have finished {task_id|a task}; mark it as done.',
        'Please check {task_id|a task} off my list.',
      ],
      answers: ['{task_id} is ticked off; {open_left} are left.', 'Well done. {task_id} is marked as done.'],
    },
    zh: {
      goal: '勾掉一项待办',
      asks: [
        '把{task_id|一项待办}勾掉。',
        '{task_id|有件事}做完了，标记一下。',
        '请将{task_id|一项待办}设为已完成。',
      ],
      answers: ['{task_id}已完成，还剩{open_left}项。', '好的，{task_id}已标记完成。'],
    },
    result: (args, { random }) => ({ task_id: args.task_id ?? '', done: true, open_left: random.int(1, 9) }),
  },
  set_timer: {
    parameters: ['minutes', 'label'],
    values: { label: 'timers' },
    en: {
      goal: 'be called after some minutes',
      asks: [
        'Start a timer[ of {minutes} minutes][ for {label}].',
        'Wake me up[ in {minutes} minutes][ – it is for {label}].',
        'Timer, please[: {minutes} minutes][, for {label}].',
      ],
      answers: ['The timer runs: {minutes} minutes, until {ends}.', 'Started. It rings at {ends}.'],
    },
    zh: {
      goal: '设一个倒计时',
      asks: [
        '定个[{minutes}分钟的]计时器[，用来{label}]。',
        '[{minutes}分钟后]叫我一声[，我在{label}]。',
        '开始倒计时[{minutes}分钟][，{label}用]。',
      ],
      answers: ['计时开始，{minutes}分钟，{ends}响铃。', '好的，{ends}会提醒你。'],
    },
    result: (args, { random }) => ({
      ...args,
      timer_number: code('TM', random),
      ends: `${String(random.int(8, 21)).padStart(2, '0')}:${random.int(10, 59)}`,
    }),
  },
}
