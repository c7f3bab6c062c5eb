// feature: chinese (this file)
import type { Messages } from '@/app/choose/messages'

export const chinese: Messages = {
  title: '选择哪种模型？',
  purpose: '回答五个问题，找到适合你的应用的会话模型，并查看支持和反对它的实测数据。',
  incomplete: '还有问题没有回答。',
  submit: '推荐模型',
  questions: {
    revoke: {
      asks: '是否需要从别处撤销某一个会话？',
      options: {
        never: '不需要：能退出登录、能撤销某个用户的全部会话就够了',
        second: '需要，一秒之内生效',
        'at-once': '需要，而且紧接着的下一个请求就必须被拒绝',
      },
    },
    origins: {
      asks: '网关或其他服务是否需要自行识别你的用户？',
      options: {
        no: '不需要，只有一个应用',
        yes: '需要，使用公钥：它不能访问我们的数据库、Redis 或密钥',
      },
    },
    data: {
      asks: '除用户信息外，每个会话还要保存什么？',
      options: {
        little: '不保存，或只有少量值，丢失一次更新也无妨',
        much: '超出 cookie 的容量，或者写入绝不能丢失',
      },
    },
    hosting: {
      asks: '应用运行在哪里？',
      options: {
        edge: '边缘函数或 serverless，有 Redis',
        one: '一台服务器，有 Redis',
        'no-redis': '任何地方，而且检查不得依赖 Redis',
      },
    },
    devices: {
      asks: '用户或管理员是否需要查看用户在哪里登录？',
      options: { no: '不需要', yes: '需要' },
    },
  },
  answer: {
    conflicts: '你的部分回答互相矛盾',
    unmet: '这个选择还需要什么',
    why: '理由',
    logIn: '用 {model} 登录',
    more: '缺点，以及数据的来源',
    against: '缺点',
    moreReasons: '更多理由',
    sources:
      '检查的开销和字节数：{bench}，{benchDate}，{benchMachine}。延迟和吞吐量：{claims}，{claimsDate}，{claimsMachine}。含 1,000,000 个会话的 PostgreSQL：{postgres}，{postgresDate}。',
    link: '此回答的链接',
  },
  advice: {
    both: '{model}{mode}',
    sealed: '使用 sealed 会话：你的需求都不需要数据库行，一个加密的 cookie 就足够。',
    stored: '使用 stored 会话：每个会话都是数据库中的一行，可以列出、修改和撤销。',
    signed: '使用 signed 会话：同一主机上的网关用公钥就能验证 cookie，不需要你的任何密钥。',
    strict: '每次检查都查询 Redis，这样撤销之后的下一个请求就会被拒绝。',
    snapshot: '每次检查都查询撤销列表的本地副本，副本最多滞后 {maxAge} ms。',
    row: '每次检查都读取数据库行，不读取撤销列表，因此不依赖 Redis。',
    credential: '在凭证续期之前，每次检查只读取凭证本身，因此不依赖 Redis。',
  },
  because: {
    elsewhere:
      '其他主机上的服务使用访问令牌，每种模型都能签发。该服务用公钥验证令牌，向本应用发送 0 个请求，最长在 {fresh} 秒内接受该令牌。',
    nothingStored: '一个会话占用 {bytes} 字节的 cookie 和 0 个数据库行。',
    oneDevice:
      '可以通过数据库行撤销单个会话：在 1,000,000 个会话下，写入撤销的耗时中位数为 {ms} ms。sealed 会话没有数据库行，其他设备无法单独撤销它。',
    devices: '用户的会话列表只需 1 次查询：在 1,000,000 个会话下，中位数为 {ms} ms。',
    data: '数据保存在 JSON 列中，由 1 条语句修改：写入不会丢失，也不受每个 cookie {limit} 字节的限制。',
    noDelay: '在 {mode} 模式下，退出登录的响应返回之后才发出的请求都没有被接受（0 ms）。',
    delay: '在 {mode} 模式下，退出登录的响应返回之后，请求最多还会被接受 {latest} ms。',
    row: '只读数据库行就能完成检查：在 1,000,000 个会话下，中位数为 {ms} ms。',
    cost: '在 {mode} 模式下，一次检查的中位数为 {p50}（p99：{p99}），平均查询 Redis {redis} 次。',
    throughput: '在 {mode} 模式下，带检查的路由每秒处理的请求数，是不带检查时的 {percent} %。',
  },
  against: {
    sealedRows: 'sealed 会话有 0 个数据库行：没有会话列表，也无法从其他设备单独撤销某个会话。',
    sealedData: '会话数据与空会话的 {bytes} 字节共用 {limit} 字节。2 次并发写入时，以最后一次为准。',
    storedCap: '每次登录写入 1 行。每个账户最多保留 {cap} 个会话：再次登录会结束最早的会话。',
    storedQuery: 'Redis 不可用时，每次检查都要执行 1 次查询，因为没有其他缓存保存该行。',
    storedRedis: '即使在 off 模式下，一次检查也会为读取该行查询 Redis {redis} 次；sealed 和 signed 会话查询 0 次。',
    signedBytes:
      '浏览器每个请求发送 {signed} 字节的 cookie；使用 sealed 时为 {sealed} 字节，使用 stored 时为 {stored} 字节。',
    signedClaims:
      '任何持有令牌的人都能读取其中的声明（claims）；令牌有效期为 {fresh} 秒。会话数据保存在 1 个数据库行中，其他服务无法读取。',
    signedRefresh: '刷新令牌只能使用一次。{grace} 秒之后再次使用会结束该会话，即使原因是客户端太慢。',
    strict:
      '在 snapshot 模式下，同样的检查需要 {p50}。在 strict 模式下，每次检查都要等待 1 次 Redis 往返；Redis 不可用时，响应为 503。',
    snapshot: '撤销最多可能延迟 {maxAge} ms 生效，每个进程每秒最多查询 Redis 1 次。',
    offStored:
      '每次检查都读取 Redis 中的行副本时，off 模式下一次检查需要 {p50}，snapshot 模式下需要 {usual}。没有该副本的情况未作测量。',
    off: '退出登录之后，被复制的凭证最长在 {fresh} 秒内仍会被接受。在上限为 {bound} 秒的测量中，最后一个被接受的请求在退出登录后 {latest} ms 发出。',
    oneServer: '只有 1 台服务器时，snapshot 模式每秒查询 Redis 1 次；strict 模式每次检查查询 1 次。',
    region: 'Redis 位于 1 个区域：在其他区域执行检查，要等待两个区域之间的 1 次往返。',
    instances:
      '每个实例都为自己的副本轮询撤销信息：100 个实例每秒最多查询 Redis 100 次，每个实例的第一次检查要等待副本就绪。',
  },
  conflicts: {
    secondOrigins:
      '“1 秒内撤销”与“服务自行验证令牌”相矛盾：撤销之后，这样的服务最长在 {fresh} 秒内仍会接受令牌。本建议保证 1 秒。同样需要这一保证的服务，应调用令牌内省（introspection），每次检查 1 个请求。',
    atOnceOrigins:
      '“撤销对下一个请求生效”与“服务自行验证令牌”相矛盾：撤销之后，这样的服务最长在 {fresh} 秒内仍会接受令牌。本建议会拒绝下一个请求。同样必须拒绝的服务，应调用令牌内省（introspection），每次检查 1 个请求。',
    secondRedis:
      '“1 秒内撤销”与“检查不得依赖 Redis”相矛盾：撤销列表的副本每秒查询 Redis 1 次。本建议保证 1 秒，因此检查依赖 Redis。',
    atOnceRedis:
      '“撤销对下一个请求生效”与“检查不得依赖 Redis”相矛盾：每次检查都要等待 Redis 的 1 次应答。本建议会拒绝下一个请求，因此检查依赖 Redis。',
  },
  unmet: '登录和续期仍然需要 Redis：每次至少查询 1 次。npm start 自带嵌入式 Redis，可供 1 台服务器使用。',
}
