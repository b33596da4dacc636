import type { DialogLanguage } from '../../dialog/case-type.ts'

/** How people say the members of common enumerations; what is not here is said as it is written. */
const ZH: Readonly<Record<string, string>> = {
  celsius: '摄氏度',
  fahrenheit: '华氏度',
  economy: '经济舱',
  business: '商务舱',
  first: '头等舱',
  window: '靠窗',
  aisle: '靠过道',
  restaurant: '餐馆',
  cafe: '咖啡馆',
  pharmacy: '药店',
  museum: '博物馆',
  park: '公园',
  supermarket: '超市',
  walking: '步行',
  cycling: '骑车',
  driving: '开车',
  transit: '坐公交',
  price: '价格',
  rating: '评分',
  newest: '上新时间',
  damaged: '商品破损',
  late: '送得太晚',
  wrong_item: '发错货',
  unwanted: '不想要了',
  front: '前门',
  back: '后门',
  garage: '车库门',
  quiet: '安静',
  normal: '普通',
  deep: '深度',
  day: '一天',
  week: '一周',
  month: '一个月',
  low: '低',
  high: '高',
  open: '未完成',
  done: '已完成',
  checking: '活期账户',
  savings: '储蓄账户',
  credit_card: '信用卡账户',
}

const EN: Readonly<Record<string, string>> = {
  celsius: 'degrees Celsius',
  fahrenheit: 'degrees Fahrenheit',
  transit: 'taking public transport',
  newest: 'date of arrival',
  wrong_item: 'wrong item',
  unwanted: 'no longer wanted',
  credit_card: 'credit card',
}

/** A member of an enumeration in words. */
export const enumWords = (member: string, language: DialogLanguage): string =>
  (language === 'zh' ? ZH : EN)[member] ?? member
