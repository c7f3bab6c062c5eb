// feature: chinese (this file)
import type { Messages } from '@/app/_home/messages'

export const chinese: Messages = {
  purpose: '用 Next.js 让访客保持登录的三种方式，并排放在同一个应用里。三种会话都可以撤销，每个数字都来自实测。',
  deleted: '你的账户已删除。我们只保留不含姓名的事件记录。',
  unknown: '暂时无法确认你是否已登录，请稍后再试。',
  logIn: '登录',
  watch: '登录并查看检查过程', // feature: trace
  loggedIn: '你已用 {model} 登录。仪表盘会显示检查你的请求时经过了哪些步骤。',
  dashboard: '你的仪表盘',
  choose: '哪种模型适合我？', // feature: choose
  lab: '到实验室窃取自己的会话', // feature: lab
  // feature: bench
  glance: {
    caption: '三种模型的比较',
    place: '会话保存在',
    everywhere: '在所有设备上退出',
    listed: '从列表中撤销一个',
    needs: '撤销依赖',
    elsewhere: '同一主机上的网关可以验证此 cookie',
    median: 'snapshot 模式下的一次检查（中位数）',
    bytes: 'Cookie 字节数',
    yes: '是',
    no: '否',
  },
  // end
  card: {
    rumour: '“{text}”',
    lives: '会话在哪里',
    cookie: 'cookie 里有什么',
    revoke: '如何撤销',
    cost: '一次检查的开销',
    choose: '适用场景',
    logIn: '用 {model} 登录',
  },
  idea: {
    heading: '所有模型共用一个检查',
    purpose:
      '各模型之间只有第一步不同。中间件先执行检查；每个受保护的页面、action 和 API 路由会再执行一次，以第二次检查的结果为准。',
    open: '凭证是否由我们签发，并且用于此目的？',
    deadlines: '是否仍在空闲超时和绝对超时之内？',
    revoked: '该会话是否已撤销？该用户或全站的所有会话是否已撤销？',
    fresh: '签发是否只有数分钟？用户的角色是否没有变化？',
    otherwise: '否则',
    outcomes:
      '凭证为 {renewable} 时，服务器在处理请求的同时为它续期：用户保持登录，表单不会丢失。存储无响应时，结果为 {unavailable}：浏览器保留 cookie，用户保持登录。',
  },
  // feature: bench
  costs: {
    heading: '一次检查的开销',
    purpose:
      '这是服务器对一个请求的完整检查：从读取 cookie 到得出会话。柱状图表示各种耗时的检查有多少次，全部使用同一个对数刻度；柱下的标记是中位数。',
    choose: '哪种模型适合你？', // feature: choose
    model: '模型',
    drawn: '分布图',
    bytes: 'cookie 字节',
    strict: '每次检查都查询 Redis。',
    snapshot: '每次检查都查询撤销列表的本地副本，副本最多滞后 1 秒。',
    off: '撤销在凭证续期时生效。',
    measured:
      '测量于 {date}：{machine}，负载 {loadBefore} 至 {loadAfter}；{versions}。运行 {command} 可在你的机器上重新测量。',
  },
  // end
}
