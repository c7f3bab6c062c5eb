// feature: chinese (this file)
import type { HomeWords } from '@/app/ui/models/model'

/** The names of the models are names, and stay. */
export const chineseWords: HomeWords = {
  sealed: {
    lead: '无状态：加密的 cookie，基于 iron-session',
    place: 'cookie',
    card: {
      rumour: '无状态会话无法撤销。',
      truth: '在这里，退出登录会把会话 ID 写入撤销列表，每次检查都会读取该列表。cookie 的任何副本都会失效。',
      lives: '在 cookie 里。服务器不保存会话。',
      cookie: '完整的会话，经过加密和认证：用户、角色、期限和你的数据。最多 4096 字节。',
      revoke:
        '退出登录即可撤销。也可以一次撤销某个用户或全站的所有会话。无法从别处单独撤销其中一个会话：数据库里没有它的行。',
      cost: '首次解密 1 个 cookie，之后取自缓存。每次检查读取内存中撤销列表的副本。只有续期时才查询 Postgres。',
      choose: '你希望组件最少，而且每个会话的数据很少。',
    },
  },
  stored: {
    lead: '有状态：指向数据库行的引用，基于 Prisma',
    place: '数据库',
    card: {
      rumour: '有状态会话安全，但是慢。',
      truth: '在这里，大多数检查都不查询数据库，边缘和服务器皆是如此；撤销仍在一秒之内生效。',
      lives: '在 Postgres 的一行里。',
      cookie: '加密的引用：会话 ID、密钥（secret）、用户 ID 和期限。不含角色和权限。',
      revoke: '退出登录即可撤销。也可以从别处撤销任意一个会话、某个用户的所有会话，或全站的所有会话。',
      cost: '首次解密 1 个 cookie，之后取自缓存。每次检查读取内存中撤销列表的副本。数据库行取自缓存；撤销会话时，缓存一并删除。',
      choose: '你需要会话列表，或者数据超出 cookie 的容量，或者写入绝不能丢失。',
    },
  },
  signed: {
    lead: '可读、可用公钥验证的令牌，基于 jose',
    place: '令牌和数据库',
    card: {
      rumour: 'JWT 不需要 Redis。',
      truth: '直到你要撤销一个 JWT。令牌的有效期只有几分钟，因此一个简短的黑名单（已撤销的会话 ID）就足够。',
      lives: '令牌保存几分钟。你的数据和续期的权利保存在 Postgres 的一行里。',
      cookie: '任何人都能读取、持有公钥即可验证的令牌。另有一个加密的刷新令牌，每次使用后轮换。',
      revoke: '与 stored 相同。只检查签名的服务要等几分钟后令牌过期，才不再接受它。',
      cost: '首次验证 1 个签名并解密 1 个 cookie，之后两者都取自缓存。每次检查读取内存中撤销列表的副本。只有续期时才查询 Postgres。',
      choose: '你希望检测到令牌重用，或者同一主机上的网关必须用公钥验证 cookie。',
    },
  },
}
