// feature: chinese (this file)
import type { Messages } from '@/app/ui/page/messages'

export const chinese: Messages = {
  skip: '跳到正文',
  menu: '菜单',
  main: '主导航',
  choose: '选择模型', // feature: choose
  claims: '说法与实测', // feature: claims
  lab: '实验室', // feature: lab
  logIn: '登录',
  signUp: '注册',
  logOut: '退出登录',
  dashboard: '仪表盘',
  sessions: '会话',
  tokens: '令牌', // feature: tokens
  account: '账户',
  admin: '管理', // feature: admin
  model: '已登录，会话模型：',
  otherAccount: '你现在已用另一个账户登录。',
  reload: '重新加载页面',
  purpose: 'Next.js 会话的参考应用。MIT 许可证。',
  about: '关于',
  source: '源代码',
  documents: '文档',
  api: 'API', // feature: openapi
}
