/**
 * Purpose: the tables of a city as Kysely sees them. Written by `npm run generate` from the migrations.
 * Never: edited by hand.
 */
/* oxlint-disable max-lines -- as long as the schema is */
import type { ColumnType } from "kysely";

type Generated<T> = T extends ColumnType<infer S, infer I, infer U> ? ColumnType<S, I | undefined, U> : ColumnType<T, T | undefined, T>;

interface DispatchBulletin {
  /**
   * 写入本行的办理 — Act that wrote it
   */
  act_id: Generated<string>;
  /**
   * 可读的组织；空为全市各单位 — Organisations that may read it; null for all
   */
  audience: string[] | null;
  /**
   * 通报 — Bulletin
   */
  bulletin_id: Generated<string>;
  /**
   * 文稿：文字、指标、表、图、亮牌、排名 — Text, figures, tables, charts, lights, rankings
   */
  document: unknown;
  /**
   * 示例 — Whether a sample
   */
  is_sample: Generated<boolean>;
  /**
   * bulletin 通报、brief 领导一页纸、speech 讲话数据 — Kind
   */
  kind: string;
  /**
   * 所属月份的最后一天 — Last day of its month
   */
  month_end: string;
  /**
   * 入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it
   */
  recorded_at: Generated<string>;
  /**
   * 失效时刻，infinity 为当前版本 — Record-time of the successor or withdrawal; infinity while current
   */
  superseded_at: Generated<string>;
  /**
   * 标题 — Title
   */
  title: string;
  /**
   * 版本号，一行一版 — Identity of this version
   */
  version_id: Generated<string>;
  /**
   * 起草账号，由数据库填写；目的：起草、核稿、签发由不同的人办理 — Account that wrote it, filled by the database; kept so that three people are needed
   */
  written_by: string | null;
}

interface DispatchBulletinEvent {
  /**
   * 写入本行的办理 — Act that wrote it
   */
  act_id: Generated<string>;
  /**
   * 通报 — Bulletin
   */
  bulletin_id: string;
  /**
   * 发文字号 — Document number
   */
  document_no: string | null;
  /**
   * 办理账号，由数据库填写；目的：起草、核稿、签发由不同的人办理 — Account that did it, filled by the database; kept so that three people are needed
   */
  done_by: string | null;
  /**
   * 反馈时限 — Day by which units answer
   */
  due_on: string | null;
  /**
   * 经过 — Event
   */
  event_id: Generated<string>;
  /**
   * 成文日期 — Date of issue
   */
  issued_on: string | null;
  /**
   * check 核稿、return 退回、ask 征求意见、freeze 定稿、withdraw 撤回定稿、issue 签发 — Kind
   */
  kind: string;
  /**
   * 所知时刻，定稿时固定 — Known instant fixed at the freeze
   */
  known_at: string | null;
  /**
   * 意见 — Note
   */
  note: string | null;
  /**
   * 入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it
   */
  recorded_at: Generated<string>;
  /**
   * 次序 — Sequence
   */
  sequence: number;
  /**
   * 失效时刻，infinity 为当前版本 — Record-time of the successor or withdrawal; infinity while current
   */
  superseded_at: Generated<string>;
}

interface DispatchBulletinFacts {
  /**
   * 写入本行的办理 — Act that wrote it
   */
  act_id: Generated<string>;
  /**
   * 通报 — Bulletin
   */
  bulletin_id: string;
  /**
   * 全部内容的摘要 — Digest of everything
   */
  digest: string;
  /**
   * 全部问题与答案、亮牌项目、排名 — All answers, named projects, rankings
   */
  facts: unknown;
  /**
   * 入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it
   */
  recorded_at: Generated<string>;
  /**
   * 各数背后的行数、摘要和行 — Row counts, digests and rows behind each
   */
  rows: unknown;
  /**
   * 失效时刻，infinity 为当前版本 — Record-time of the successor or withdrawal; infinity while current
   */
  superseded_at: Generated<string>;
  /**
   * 版本号，一行一版 — Identity of this version
   */
  version_id: Generated<string>;
}

interface DispatchConfirmation {
  /**
   * 写入本行的办理 — Act that wrote it
   */
  act_id: Generated<string>;
  /**
   * 对异议的答复 — Answer to the objection
   */
  answer: string | null;
  /**
   * 通报 — Bulletin
   */
  bulletin_id: string;
  /**
   * 核对 — Confirmation
   */
  confirmation_id: Generated<string>;
  /**
   * 反馈时限 — Due day
   */
  due_on: string;
  /**
   * 异议 — Objection
   */
  note: string | null;
  /**
   * 请其核对的数 — Numbers it was asked about
   */
  numbers: unknown;
  /**
   * 入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it
   */
  recorded_at: Generated<string>;
  /**
   * 所属范围，等于对象的范围，决定谁可读 — Scope of the subject: decides who reaches the row
   */
  scope_id: number;
  /**
   * asked 待反馈、confirmed 已确认、objected 有异议、answered 已答复、dropped 已撤销 — State
   */
  state: Generated<string>;
  /**
   * 单位（组织） — Unit: an organisation
   */
  subject_id: string;
  /**
   * 失效时刻，infinity 为当前版本 — Record-time of the successor or withdrawal; infinity while current
   */
  superseded_at: Generated<string>;
  /**
   * 单位代码 — Key of the unit
   */
  unit_key: string;
  /**
   * 单位名称 — Name of the unit
   */
  unit_label: string;
  /**
   * 版本号，一行一版 — Identity of this version
   */
  version_id: Generated<string>;
}

interface DispatchErratum {
  /**
   * 写入本行的办理 — Act that wrote it
   */
  act_id: Generated<string>;
  /**
   * 通报 — Bulletin
   */
  bulletin_id: string;
  /**
   * 勘误 — Erratum
   */
  erratum_id: Generated<string>;
  /**
   * 分组；空为总数 — Group; null for the total
   */
  group_key: string | null;
  /**
   * 勘误日期 — Day of the erratum
   */
  issued_on: string;
  /**
   * 所更正的数的名称 — What is corrected, in words
   */
  label: string;
  /**
   * 更正为 — As corrected
   */
  now: string;
  /**
   * 第几号 — Number
   */
  number: number;
  /**
   * 所更正的数 — Question whose number is corrected
   */
  question_key: string;
  /**
   * 原因 — Reason
   */
  reason: string;
  /**
   * 入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it
   */
  recorded_at: Generated<string>;
  /**
   * 失效时刻，infinity 为当前版本 — Record-time of the successor or withdrawal; infinity while current
   */
  superseded_at: Generated<string>;
  /**
   * 版本号，一行一版 — Identity of this version
   */
  version_id: Generated<string>;
  /**
   * 原文 — As printed
   */
  was: string;
}

interface EnterprisesProfile {
  /**
   * 写入本行的办理 — Act that wrote it
   */
  act_id: Generated<string>;
  /**
   * 联系电话 — Telephone of the contact — 个人信息：目的：就企业诉求与服务联系；依据：履行法定职责所必需，限于公务联系（个人信息保护法第六条、第十三条、第三十四条）
   */
  contact_phone: string | null;
  /**
   * 联系人岗位，不记姓名 — Post of the contact, never a name
   */
  contact_post: string | null;
  /**
   * 统一社会信用代码，18位 — Unified social credit code
   */
  credit_code: string;
  /**
   * 国民经济行业分类代码（GB/T 4754-2017） — Industry code
   */
  industry_code: string | null;
  /**
   * 是否规模以上，空为未知 — Above designated size; null: unknown
   */
  is_above_scale: boolean | null;
  /**
   * 是否示例数据 — Sample of the demonstration city
   */
  is_sample: Generated<boolean>;
  /**
   * 入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it
   */
  recorded_at: Generated<string>;
  /**
   * 所属范围，等于对象的范围，决定谁可读 — Scope of the subject: decides who reaches the row
   */
  scope_id: number;
  /**
   * 对象 — Subject it speaks of
   */
  subject_id: string;
  /**
   * 失效时刻，infinity 为当前版本 — Record-time of the successor or withdrawal; infinity while current
   */
  superseded_at: Generated<string>;
  /**
   * 标签 — Tags
   */
  tags: Generated<string[]>;
  /**
   * 版本号，一行一版 — Identity of this version
   */
  version_id: Generated<string>;
}

interface InvestmentContract {
  /**
   * 写入本行的办理 — Act that wrote it
   */
  act_id: Generated<string>;
  /**
   * 金额口径：等于、以上、过、约 — Whether the amount is exact, a bound or about
   */
  amount_comparator: Generated<string>;
  /**
   * 合同投资，分 — Contract amount, CNY fen
   */
  amount_fen: number;
  /**
   * 合同 — Contract
   */
  contract_id: string;
  /**
   * 利用外资，美分，空为无 — Foreign capital, US cents; null: none
   */
  foreign_capital_cents: number | null;
  /**
   * 是否示例数据 — Sample of the demonstration city
   */
  is_sample: Generated<boolean>;
  /**
   * 合同类型：正式或框架 — formal or framework
   */
  kind: string;
  /**
   * 日期精度 — Precision of the date
   */
  precision: Generated<string>;
  /**
   * 入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it
   */
  recorded_at: Generated<string>;
  /**
   * 所属范围，等于对象的范围，决定谁可读 — Scope of the subject: decides who reaches the row
   */
  scope_id: number;
  /**
   * 签约日期（有效时间） — Day of signing, valid-time
   */
  signed_on: string;
  /**
   * 签约单位 — Organisation that signed
   */
  signer_org_id: string | null;
  /**
   * 对象 — Subject it speaks of
   */
  subject_id: string;
  /**
   * 失效时刻，infinity 为当前版本 — Record-time of the successor or withdrawal; infinity while current
   */
  superseded_at: Generated<string>;
  /**
   * 版本号，一行一版 — Identity of this version
   */
  version_id: Generated<string>;
}

interface InvestmentLead {
  /**
   * 写入本行的办理 — Act that wrote it
   */
  act_id: Generated<string>;
  /**
   * 投资方统一社会信用代码 — Unified social credit code of the investor
   */
  credit_code: string | null;
  /**
   * 首谈日期（有效时间） — Day of the first contact, valid-time
   */
  first_contact_on: string;
  /**
   * 首谈单位 — Organisation of the first contact
   */
  first_contact_org_id: string;
  /**
   * 意向投资，分 — Intended investment, CNY fen
   */
  intended_fen: number;
  /**
   * 投资方名称 — Investor as named
   */
  investor_name: string | null;
  /**
   * 是否示例数据 — Sample of the demonstration city
   */
  is_sample: Generated<boolean>;
  /**
   * 归一名称，用于查重 — Folded name, for finding duplicates
   */
  normal_name: string;
  /**
   * 入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it
   */
  recorded_at: Generated<string>;
  /**
   * 备注 — Remark
   */
  remark: string | null;
  /**
   * 所属范围，等于对象的范围，决定谁可读 — Scope of the subject: decides who reaches the row
   */
  scope_id: number;
  /**
   * 对象 — Subject it speaks of
   */
  subject_id: string;
  /**
   * 失效时刻，infinity 为当前版本 — Record-time of the successor or withdrawal; infinity while current
   */
  superseded_at: Generated<string>;
  /**
   * 版本号，一行一版 — Identity of this version
   */
  version_id: Generated<string>;
}

interface KernelAccount {
  /**
   * 停用时刻，空为在用 — Instant of closing; a closed account neither signs in nor keeps a session.
   */
  closed_at: string | null;
  /**
   * 建立时刻 — Instant of creation
   */
  created_at: Generated<string>;
  /**
   * 因长期未登录而停用的时刻；重置密码并放行后恢复 — Instant since which the account is stopped for not having been used; a released reset ends it.
   */
  dormant_since: string | null;
  /**
   * 登录组件所需占位，非真实邮箱 — Demanded by the library, never an address: <id>@accounts.invalid.
   */
  email: string;
  /**
   * 登录组件所需占位 — Demanded by the library
   */
  email_verified: Generated<boolean>;
  /**
   * 账号 — Account
   */
  id: Generated<string>;
  /**
   * 登录组件所需占位，不用 — Demanded by the library, unused
   */
  image: string | null;
  /**
   * 是否须先改密码 — Password must be changed first
   */
  must_change_password: Generated<boolean>;
  /**
   * 显示名（岗位称谓） — Shown name; personal data: needed to say who did what (PIPL 13, 34). — 个人信息：目的：记明由谁办理，供核对、追责与审计；依据：履行法定职责所必需（个人信息保护法第十三条、第三十四条）
   */
  name: string;
  /**
   * 密码最近修改时刻 — Instant of the last password change
   */
  password_changed_at: Generated<string>;
  /**
   * 初始密码失效时刻，自设密码为空 — Instant after which a password given by an administrator no longer works; null for one's own.
   */
  password_expires_at: string | null;
  /**
   * 管理员重置密码、尚未由另一名管理员放行的时刻 — Instant of a reset that no other administrator has released yet; the password opens nothing until then.
   */
  reset_at: string | null;
  /**
   * 是否已绑定动态口令 — Second factor enrolled
   */
  two_factor_enabled: Generated<boolean>;
  /**
   * 更新时刻 — Instant of the last change
   */
  updated_at: Generated<string>;
  /**
   * 登录名，小写 — Folded to lower case; personal data: needed to sign in (PIPL 13, 34). — 个人信息：目的：辨认登录者，防止冒用；依据：履行法定职责与网络安全义务所必需（个人信息保护法第十三条、第三十四条，网络安全法第二十一条）
   */
  username: string;
}

interface KernelAct {
  /**
   * 办理账号，空为程序 — Account that acted; null for the program — 个人信息：目的：记明由谁办理，供核对、追责与审计；依据：履行法定职责所必需（个人信息保护法第十三条、第三十四条）
   */
  account_id: string | null;
  /**
   * 写入本行的办理 — Act that wrote it
   */
  act_id: Generated<string>;
  /**
   * 代行的岗位 — Post acted for
   */
  acting_for_post_id: number | null;
  /**
   * 文号 — Document number
   */
  document_no: string | null;
  /**
   * 入库时刻是否为历史数据自述 — Record-time stated by loaded history
   */
  is_stated: Generated<boolean>;
  /**
   * 办理种类 — Kind of act
   */
  kind: string;
  /**
   * 所用岗位 — Post acted from
   */
  post_id: number | null;
  /**
   * 事由 — Reason given
   */
  reason: string | null;
  /**
   * 入库时刻，本次办理各行共用 — Record-time shared by every row of the act
   */
  recorded_at: string;
  /**
   * 请求编号，同程序日志 — Request id as in the log
   */
  request_id: string | null;
  /**
   * 首个对象的范围 — Scope of the first subject
   */
  scope_id: number | null;
  /**
   * 首个对象 — First subject touched
   */
  subject_id: string | null;
  /**
   * 数据库事务号 — Transaction id
   */
  xid: string;
}

interface KernelAppointment {
  /**
   * 任职账号 — Account appointed — 个人信息：目的：记明由谁办理，供核对、追责与审计；依据：履行法定职责所必需（个人信息保护法第十三条、第三十四条）
   */
  account_id: string;
  /**
   * 任职 — Appointment
   */
  appointment_id: Generated<string>;
  /**
   * 是否代理 — Acting appointment
   */
  is_acting: Generated<boolean>;
  /**
   * 说明 — Note
   */
  note: string | null;
  /**
   * 岗位 — Post
   */
  post_id: number;
  /**
   * 任职起（含），有效时间 — First day, valid-time
   */
  valid_from: string;
  /**
   * 任职止（不含），infinity 为在任 — Day after the last, valid-time
   */
  valid_to: Generated<string>;
}

interface KernelArea {
  /**
   * 写入本行的办理 — Act that wrote it
   */
  act_id: Generated<string>;
  /**
   * 区划 — Area
   */
  area_id: string;
  /**
   * 区划代码（GB/T 2260 及以下，功能区自编） — Division code, or an own code for a functional area
   */
  code: string;
  /**
   * 层级：市、县、功能区、镇、村 — Level
   */
  level: string;
  /**
   * 名称 — Name
   */
  name: string;
  /**
   * 上级区划，空为最上 — Area above; null at the top
   */
  parent_area_id: string | null;
  /**
   * 入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it
   */
  recorded_at: Generated<string>;
  /**
   * 失效时刻，infinity 为当前版本 — Record-time of the successor or withdrawal; infinity while current
   */
  superseded_at: Generated<string>;
  /**
   * 版本号，一行一版 — Identity of this version
   */
  version_id: Generated<string>;
}

interface KernelAuditAnchor {
  /**
   * 锚定日（北京时间） — Calendar day in the city.
   */
  anchor_on: string;
  /**
   * 锚定时刻 — Instant of the anchor.
   */
  anchored_at: string;
  /**
   * 累计条数 — Number of entries sealed from the beginning.
   */
  entry_count: number;
  /**
   * 该封摘要 — Its hash.
   */
  hash: Buffer;
  /**
   * 当时最后一封 — Last seal at that instant.
   */
  seal_id: number;
  /**
   * 签名（HMAC） — HMAC-SHA-256 of the anchor's fields with the key of the seals.
   */
  signature: Buffer;
}

interface KernelAuditEntry {
  /**
   * 行为账号，空为程序 — Account that acted; null for the program itself and for migrations. — 个人信息：目的：记明由谁办理，供核对、追责与审计；依据：履行法定职责所必需（个人信息保护法第十三条、第三十四条）
   */
  account_id: string | null;
  /**
   * 办理类别，不属于任何办理时为空 — Kind of the act the change belongs to (kernel_act); null where none was begun.
   */
  act_kind: string | null;
  /**
   * 发生时刻，数据库时钟 — Instant of the statement by the database's clock.
   */
  at: string;
  /**
   * 内容承诺（SHA-256） — SHA-256 of the image's salt followed by the JSON array [before, after] as PostgreSQL prints it.
   */
  commitment: Buffer;
  /**
   * 序号 — Order of writing; for one row it is the order of its changes. Gaps are rolled-back transactions.
   */
  entry_id: Generated<number>;
  /**
   * 动作 — insert, update, delete; baseline: the row was there when its table came under audit or changed its columns; erase: an image was erased by law.
   */
  operation: string;
  /**
   * 所用岗位 — Post acted from; null where there was none.
   */
  post_id: number | null;
  /**
   * 请求编号 — Request id as in the program's log; null outside requests.
   */
  request_id: string | null;
  /**
   * 所改行的主键 — Primary key of the row: its text, or a JSON array of several columns.
   */
  row_key: string;
  /**
   * 数据库角色 — Database role that logged in, and after "as" the one it had switched to.
   */
  session_role: string;
  /**
   * 所改的表 — Table of the changed row.
   */
  table_name: string;
  /**
   * 数据库的第几世 — Life of the database (kernel_audit_timeline).
   */
  timeline: number;
  /**
   * 事务号 — Transaction of the change, unique within one timeline.
   */
  xid: string;
}

interface KernelAuditImage {
  /**
   * 改后 — Row after the change; null for a delete or when erased.
   */
  after: unknown;
  /**
   * 改前 — Row before the change, instants in UTC; null for an insert, a baseline, or when erased.
   */
  before: unknown;
  /**
   * 对应条目 — The entry whose commitment covers this image.
   */
  entry_id: number;
  /**
   * 删除时刻 — Instant of erasure; each has an entry with operation erase.
   */
  erased_at: string | null;
  /**
   * 随机盐，删除后为空 — Random, so that an erased content cannot be guessed from its commitment; null when erased.
   */
  salt: Buffer | null;
}

interface KernelAuditSeal {
  /**
   * 各条摘要之摘要 — SHA-256 of the covered entries' hashes, one after the other.
   */
  digest: Buffer;
  /**
   * 条数 — Number of entries covered.
   */
  entry_count: number;
  /**
   * 最小条目号 — Least entry number covered, for reading.
   */
  first_entry_id: number;
  /**
   * 起始事务（含） — First transaction covered: where the seal before ended.
   */
  from_xid: string;
  /**
   * 本封摘要 — SHA-256 of the fields above and sealed_at.
   */
  hash: Buffer;
  /**
   * 最大条目号 — Greatest entry number covered, for reading.
   */
  last_entry_id: number;
  /**
   * 验证码，密钥在库外 — HMAC-SHA-256 of the hash with a key kept outside the database.
   */
  mac: Buffer;
  /**
   * 各条摘要前四字节 — First four bytes of each entry's hash, in order: they tell which entry differs, the digest tells that one does.
   */
  marks: Buffer;
  /**
   * 上一封摘要 — Hash of the seal before; 32 zero bytes for the first.
   */
  previous_hash: Buffer;
  /**
   * 封号，连续 — Place in the chain, from 1, without gaps.
   */
  seal_id: number;
  /**
   * 封存时刻 — Instant of sealing.
   */
  sealed_at: string;
  /**
   * 数据库的第几世 — Life of the database the entries belong to.
   */
  timeline: number;
  /**
   * 截止事务（不含） — First transaction not covered; every one before it had finished when this was sealed.
   */
  to_xid: string;
}

interface KernelAuditTable {
  /**
   * 最近一次建立基线的时刻 — Instant of the last baseline.
   */
  attached_at: Generated<string>;
  /**
   * 列名与类型 — Names and types of its columns in order.
   */
  columns: string;
  /**
   * 表名 — Name of the table.
   */
  table_name: string;
}

interface KernelAuditTimeline {
  /**
   * 开始时刻 — Instant of the restore by the database's clock.
   */
  began_at: Generated<string>;
  /**
   * 前世最后封条摘要 — Hash of the last seal there was before; null for the first life and where nothing had been sealed.
   */
  old_head: Buffer | null;
  /**
   * 缘由 — Why the life began, in words.
   */
  reason: string;
  /**
   * 第几世 — Number of the life, from 1.
   */
  timeline: number;
}

interface KernelBaton {
  /**
   * 写入本行的办理 — Act that wrote it
   */
  act_id: Generated<string>;
  /**
   * 责任 — Baton
   */
  baton_id: string;
  /**
   * 承担期间，由起止推出 — Span held, derived
   */
  held: Generated<string>;
  /**
   * 承担岗位 — Post that holds it
   */
  holder_post_id: number;
  /**
   * 交接说明 — Note of the hand-over
   */
  note: string | null;
  /**
   * 入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it
   */
  recorded_at: Generated<string>;
  /**
   * 责任种类 — Role held
   */
  role: string;
  /**
   * 所属范围，等于对象的范围，决定谁可读 — Scope of the subject: decides who reaches the row
   */
  scope_id: number;
  /**
   * 席位，单人承担为0 — Seat; 0 where there is one holder
   */
  seat: Generated<number>;
  /**
   * 对象 — Subject it speaks of
   */
  subject_id: string;
  /**
   * 失效时刻，infinity 为当前版本 — Record-time of the successor or withdrawal; infinity while current
   */
  superseded_at: Generated<string>;
  /**
   * 承担起（含），有效时间 — First day, valid-time
   */
  valid_from: string;
  /**
   * 承担止（不含），有效时间 — Day after the last, valid-time
   */
  valid_to: Generated<string>;
  /**
   * 版本号，一行一版 — Identity of this version
   */
  version_id: Generated<string>;
}

interface KernelCalendar {
  /**
   * 写入本行的办理 — Act that wrote it
   */
  act_id: Generated<string>;
  /**
   * 依据文号 — Document number
   */
  document_no: string | null;
  /**
   * 名称 — Name
   */
  name: string;
  /**
   * 入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it
   */
  recorded_at: Generated<string>;
  /**
   * 失效时刻，infinity 为当前版本 — Record-time of the successor or withdrawal; infinity while current
   */
  superseded_at: Generated<string>;
  /**
   * 日历版次 — Version of the calendar
   */
  version: number;
}

interface KernelCalendarDay {
  /**
   * 日期 — Calendar day
   */
  day: string;
  /**
   * 是否上班 — Working day
   */
  is_working: boolean;
  /**
   * 节日或调休名 — Name of the holiday or shift
   */
  name: string;
  /**
   * 日历版次 — Version of the calendar
   */
  version: number;
}

interface KernelCredential {
  /**
   * 外部访问令牌 — Access token of the provider
   */
  access_token: string | null;
  /**
   * 访问令牌失效时刻 — Instant the access token ends
   */
  access_token_expires_at: string | null;
  /**
   * 账号 — Account — 个人信息：目的：辨认登录者，防止冒用；依据：履行法定职责与网络安全义务所必需（个人信息保护法第十三条、第三十四条，网络安全法第二十一条）
   */
  account_id: string;
  /**
   * 建立时刻 — Instant of creation
   */
  created_at: Generated<string>;
  /**
   * 凭据 — Credential
   */
  id: Generated<string>;
  /**
   * 外部身份令牌 — Identity token of the provider
   */
  id_token: string | null;
  /**
   * 密码摘要（argon2id） — Password hash, argon2id
   */
  password: string | null;
  /**
   * 认证方的账号标识 — Identity at the provider — 个人信息：目的：辨认登录者，防止冒用；依据：履行法定职责与网络安全义务所必需（个人信息保护法第十三条、第三十四条，网络安全法第二十一条）
   */
  provider_account_id: string;
  /**
   * 认证方式 — Provider of the identity
   */
  provider_id: string;
  /**
   * 外部刷新令牌 — Refresh token of the provider
   */
  refresh_token: string | null;
  /**
   * 刷新令牌失效时刻 — Instant the refresh token ends
   */
  refresh_token_expires_at: string | null;
  /**
   * 外部授权范围 — Scope granted by the provider
   */
  scope: string | null;
  /**
   * 更新时刻 — Instant of the last change
   */
  updated_at: Generated<string>;
}

interface KernelDigest {
  /**
   * 收件账号 — Account addressed — 个人信息：目的：记明由谁办理，供核对、追责与审计；依据：履行法定职责所必需（个人信息保护法第十三条、第三十四条）
   */
  account_id: string;
  /**
   * 正文 — Text
   */
  body: string;
  /**
   * 发出渠道 — Channel
   */
  channel: string | null;
  /**
   * 生成时刻 — Instant of composing
   */
  composed_at: Generated<string>;
  /**
   * 所属日（北京时间） — Calendar day
   */
  day: string;
  /**
   * 所列事项数 — Matters listed
   */
  matter_count: number;
  /**
   * 发出时刻，空为未发 — Instant of sending; null: not sent
   */
  sent_at: string | null;
}

interface KernelEvidence {
  /**
   * 写入本行的办理 — Act that wrote it
   */
  act_id: Generated<string>;
  /**
   * 大小，字节 — Size, bytes
   */
  byte_count: number | null;
  /**
   * 佐证 — Piece of evidence
   */
  evidence_id: string;
  /**
   * 原文件名 — Name of the file as given
   */
  file_name: string | null;
  /**
   * 文件类型，按内容判定 — Media type, by content
   */
  media_type: string | null;
  /**
   * 所证事项 — What it proves
   */
  proves: string;
  /**
   * 入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it
   */
  recorded_at: Generated<string>;
  /**
   * 所属范围，等于对象的范围，决定谁可读 — Scope of the subject: decides who reaches the row
   */
  scope_id: number;
  /**
   * 文件摘要（SHA-256） — Digest of the file
   */
  sha256: string | null;
  /**
   * 对象 — Subject it speaks of
   */
  subject_id: string;
  /**
   * 失效时刻，infinity 为当前版本 — Record-time of the successor or withdrawal; infinity while current
   */
  superseded_at: Generated<string>;
  /**
   * 形成日期（有效时间） — Day it was made, valid-time
   */
  taken_on: string | null;
  /**
   * 标题 — Title
   */
  title: string;
  /**
   * 版本号，一行一版 — Identity of this version
   */
  version_id: Generated<string>;
}

interface KernelExemption {
  /**
   * 写入本行的办理 — Act that wrote it
   */
  act_id: Generated<string>;
  /**
   * 批准账号，不得为申请人 — Account that approved, another one — 个人信息：目的：记明由谁办理，供核对、追责与审计；依据：履行法定职责所必需（个人信息保护法第十三条、第三十四条）
   */
  approved_by: string;
  /**
   * 所免维度 — Dimension spared
   */
  dimension: string;
  /**
   * 依据文号 — Document number
   */
  document_no: string | null;
  /**
   * 免灯 — Exemption
   */
  exemption_id: string;
  /**
   * 理由 — Reason
   */
  reason: string;
  /**
   * 入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it
   */
  recorded_at: Generated<string>;
  /**
   * 申请账号 — Account that asked — 个人信息：目的：记明由谁办理，供核对、追责与审计；依据：履行法定职责所必需（个人信息保护法第十三条、第三十四条）
   */
  requested_by: string;
  /**
   * 所属范围，等于对象的范围，决定谁可读 — Scope of the subject: decides who reaches the row
   */
  scope_id: number;
  /**
   * 对象 — Subject it speaks of
   */
  subject_id: string;
  /**
   * 失效时刻，infinity 为当前版本 — Record-time of the successor or withdrawal; infinity while current
   */
  superseded_at: Generated<string>;
  /**
   * 起（含），有效时间 — First day, valid-time
   */
  valid_from: string;
  /**
   * 止（不含），有效时间 — Day after the last, valid-time
   */
  valid_to: string;
  /**
   * 版本号，一行一版 — Identity of this version
   */
  version_id: Generated<string>;
}

interface KernelExemptionRequest {
  /**
   * 写入本行的办理 — Act that wrote it
   */
  act_id: Generated<string>;
  /**
   * 申请豁免的维度 — Dimension to be exempted
   */
  dimension: string;
  /**
   * 依据文号 — Document number
   */
  document_no: string | null;
  /**
   * 审批事项 — Matter by which it is approved
   */
  matter_id: string;
  /**
   * 理由 — Reason
   */
  reason: string;
  /**
   * 入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it
   */
  recorded_at: Generated<string>;
  /**
   * 申请 — Request
   */
  request_id: Generated<string>;
  /**
   * 申请账号 — Account that asked — 个人信息：目的：记明由谁办理，供核对、追责与审计；依据：履行法定职责所必需（个人信息保护法第十三条、第三十四条）
   */
  requested_by: string;
  /**
   * 所属范围，等于对象的范围，决定谁可读 — Scope of the subject: decides who reaches the row
   */
  scope_id: number;
  /**
   * 对象 — Subject it speaks of
   */
  subject_id: string;
  /**
   * 失效时刻，infinity 为当前版本 — Record-time of the successor or withdrawal; infinity while current
   */
  superseded_at: Generated<string>;
  /**
   * 止（不含），有效时间 — Day after the last, valid-time
   */
  valid_to: string;
  /**
   * 版本号，一行一版 — Identity of this version
   */
  version_id: Generated<string>;
}

interface KernelFigureFrozen {
  /**
   * 写入本行的办理 — Act that wrote it
   */
  act_id: Generated<string>;
  /**
   * 可见对象 — Audience
   */
  audience: Generated<string>;
  /**
   * 口径：等于、以上、约 — Whether exact, a bound or about
   */
  comparator: Generated<string>;
  /**
   * 指标名 — Name of the figure
   */
  figure: string;
  /**
   * 分组各值 — Values by group
   */
  groups: Generated<unknown>;
  /**
   * 期 — Period
   */
  period_id: string;
  /**
   * 所问：时点、范围、条件 — The question asked
   */
  question: unknown;
  /**
   * 入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it
   */
  recorded_at: Generated<string>;
  /**
   * 所据各行摘要 — Digest of the rows behind it
   */
  row_digest: string;
  /**
   * 口径范围 — Scope in words
   */
  scope: string;
  /**
   * 失效时刻，infinity 为当前版本 — Record-time of the successor or withdrawal; infinity while current
   */
  superseded_at: Generated<string>;
  /**
   * 值，金额为分，比率为0至1，空为无定义 — Value: fen, ratio, count; null: undefined
   */
  value: unknown;
  /**
   * 版本号，一行一版 — Identity of this version
   */
  version_id: Generated<string>;
}

interface KernelGrant {
  /**
   * 岗位 — Post that may read
   */
  post_id: number;
  /**
   * 来源行 — Row it comes from
   */
  source_id: string;
  /**
   * 对象 — Subject it may read
   */
  subject_id: string;
  /**
   * 因何 — Why
   */
  why: string;
}

interface KernelLight {
  /**
   * 写入本行的办理 — Act that wrote it
   */
  act_id: Generated<string>;
  /**
   * 卡在何方：属地、部门、企业 — Party that blocks
   */
  blocking_party: string | null;
  /**
   * 如何消灯 — How it clears
   */
  clearing: string | null;
  /**
   * 维度，overall 为综合 — Dimension; overall is the worst
   */
  dimension: string;
  /**
   * 输入摘要 — Digest of the inputs
   */
  input_digest: string;
  /**
   * 所据输入 — Inputs kept for replay
   */
  inputs: unknown;
  /**
   * 是否冻结时所定 — Fixed at a freeze
   */
  is_fixed: boolean;
  /**
   * 按何时所知判（入库时刻） — Known instant judged, record-time
   */
  known_at: string;
  /**
   * 所属期，未冻结为空 — Period; null while live
   */
  period_id: string | null;
  /**
   * 入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it
   */
  recorded_at: Generated<string>;
  /**
   * 所用规则版本 — Rule set version used
   */
  rule_set_version_id: string;
  /**
   * 所属评定 — Run it belongs to
   */
  run_id: string | null;
  /**
   * 所属范围，等于对象的范围，决定谁可读 — Scope of the subject: decides who reaches the row
   */
  scope_id: number;
  /**
   * 理由一句话 — Reason in one sentence
   */
  sentence: string;
  /**
   * 对象 — Subject it speaks of
   */
  subject_id: string;
  /**
   * 失效时刻，infinity 为当前版本 — Record-time of the successor or withdrawal; infinity while current
   */
  superseded_at: Generated<string>;
  /**
   * 按哪一天判（有效时间） — Day judged, valid-time
   */
  valid_on: string;
  /**
   * 结论：优、无、提醒、预警 — merit, none, remind, warn
   */
  verdict: string;
  /**
   * 版本号，一行一版 — Identity of this version
   */
  version_id: Generated<string>;
}

interface KernelLightRun {
  /**
   * 写入本行的办理 — Act that wrote it
   */
  act_id: Generated<string>;
  /**
   * 种类：日常、试算、冻结 — live, dry or freeze
   */
  kind: string;
  /**
   * 按何时所知（入库时刻） — Known instant judged, record-time
   */
  known_at: string;
  /**
   * 优，个 — merit verdicts
   */
  merit_count: number;
  /**
   * 无灯，个 — none verdicts
   */
  none_count: number;
  /**
   * 期，空为日常 — Period; null when live
   */
  period_id: string | null;
  /**
   * 入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it
   */
  recorded_at: Generated<string>;
  /**
   * 提醒，个 — remind verdicts
   */
  remind_count: number;
  /**
   * 所用规则版本 — Rule set version used
   */
  rule_set_version_id: string;
  /**
   * 评定 — Run
   */
  run_id: Generated<string>;
  /**
   * 对象数 — Subjects judged
   */
  subject_count: number;
  /**
   * 失效时刻，infinity 为当前版本 — Record-time of the successor or withdrawal; infinity while current
   */
  superseded_at: Generated<string>;
  /**
   * 按哪一天（有效时间） — Day judged, valid-time
   */
  valid_on: string;
  /**
   * 预警，个 — warn verdicts
   */
  warn_count: number;
}

interface KernelMatter {
  /**
   * 写入本行的办理 — Act that wrote it
   */
  act_id: Generated<string>;
  /**
   * 要求 — What is asked
   */
  ask: string;
  /**
   * 卡在何方 — Party that blocks
   */
  blocking_party: string | null;
  /**
   * 文号，督办件等有 — Number of the document it rests on, where there is one
   */
  document_no: string | null;
  /**
   * 是否暂不下发 — Held back until released
   */
  is_held_back: Generated<boolean>;
  /**
   * 种类 — Kind
   */
  kind: string;
  /**
   * 事项 — Matter
   */
  matter_id: Generated<string>;
  /**
   * 上级事项 — Matter above
   */
  parent_id: string | null;
  /**
   * 入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it
   */
  recorded_at: Generated<string>;
  /**
   * 所属范围，等于对象的范围，决定谁可读 — Scope of the subject: decides who reaches the row
   */
  scope_id: number;
  /**
   * 来源行 — Row it comes from
   */
  source_id: string | null;
  /**
   * 来源种类 — Kind of its source
   */
  source_kind: string | null;
  /**
   * 对象 — Subject it speaks of
   */
  subject_id: string;
  /**
   * 失效时刻，infinity 为当前版本 — Record-time of the successor or withdrawal; infinity while current
   */
  superseded_at: Generated<string>;
  /**
   * 标题 — Title
   */
  title: string;
}

interface KernelMatterEvent {
  /**
   * 写入本行的办理 — Act that wrote it
   */
  act_id: Generated<string>;
  /**
   * 业务时刻 — Instant in business time
   */
  at: string;
  /**
   * 正文 — Text
   */
  body: string | null;
  /**
   * 办理账号 — Account that acted — 个人信息：目的：记明由谁办理，供核对、追责与审计；依据：履行法定职责所必需（个人信息保护法第十三条、第三十四条）
   */
  by_account_id: string | null;
  /**
   * 办理岗位 — Post acted from
   */
  by_post_id: number | null;
  /**
   * 经过 — Event
   */
  event_id: Generated<string>;
  /**
   * 动作 — Kind of event
   */
  kind: string;
  /**
   * 事项 — Matter
   */
  matter_id: string;
  /**
   * 事由 — Reason
   */
  reason: string | null;
  /**
   * 入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it
   */
  recorded_at: Generated<string>;
  /**
   * 所属范围，等于对象的范围，决定谁可读 — Scope of the subject: decides who reaches the row
   */
  scope_id: number;
  /**
   * 序号 — Order within the matter
   */
  sequence: number;
  /**
   * 对象 — Subject it speaks of
   */
  subject_id: string;
  /**
   * 失效时刻，infinity 为当前版本 — Record-time of the successor or withdrawal; infinity while current
   */
  superseded_at: Generated<string>;
  /**
   * 接办账号 — Account it goes to — 个人信息：目的：记明由谁办理，供核对、追责与审计；依据：履行法定职责所必需（个人信息保护法第十三条、第三十四条）
   */
  to_account_id: string | null;
  /**
   * 接办岗位 — Post it goes to
   */
  to_post_id: number | null;
  /**
   * 工作日数 — Working days
   */
  working_days: number | null;
}

interface KernelMatterMaterial {
  /**
   * 写入本行的办理 — Act that wrote it
   */
  act_id: Generated<string>;
  /**
   * 所交佐证，未交为空 — Evidence handed in; null while it is owed
   */
  evidence_id: string | null;
  /**
   * 材料 — Material asked for
   */
  material_id: string;
  /**
   * 事项 — Matter
   */
  matter_id: string;
  /**
   * 次序，自1起 — Order, from 1
   */
  position: number;
  /**
   * 入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it
   */
  recorded_at: Generated<string>;
  /**
   * 可及范围 — Scope of reach
   */
  scope_id: number;
  /**
   * 对象 — Subject of the matter
   */
  subject_id: string;
  /**
   * 失效时刻，infinity 为当前版本 — Record-time of the successor or withdrawal; infinity while current
   */
  superseded_at: Generated<string>;
  /**
   * 材料名称 — What it is called
   */
  title: string;
  /**
   * 版本 — Version
   */
  version_id: Generated<string>;
}

interface KernelMatterState {
  /**
   * 写入本行的办理 — Act that wrote it
   */
  act_id: Generated<string>;
  /**
   * 承办账号 — Account assigned — 个人信息：目的：记明由谁办理，供核对、追责与审计；依据：履行法定职责所必需（个人信息保护法第十三条、第三十四条）
   */
  assignee_account_id: string | null;
  /**
   * 所用日历版次 — Calendar version
   */
  calendar_version: number;
  /**
   * 办结时刻 — Instant of closing
   */
  closed_at: string | null;
  /**
   * 报结时刻 — Instant it was said to be done
   */
  done_at: string | null;
  /**
   * 办结账号，核验须另一人 — Account that did it; another verifies — 个人信息：目的：记明由谁办理，供核对、追责与审计；依据：履行法定职责所必需（个人信息保护法第十三条、第三十四条）
   */
  done_by_account_id: string | null;
  /**
   * 时限，业务时刻 — Deadline, business time
   */
  due_at: string | null;
  /**
   * 升级到的岗位 — Post escalated to
   */
  escalated_to_post_id: number | null;
  /**
   * 升级层级 — Level of escalation
   */
  escalation_level: Generated<number>;
  /**
   * 转办次数 — Times handed on
   */
  hand_on_count: Generated<number>;
  /**
   * 在谁手里（岗位） — Post whose hand it is in
   */
  holder_post_id: number | null;
  /**
   * 是否已延期 — Extended
   */
  is_extended: Generated<boolean>;
  /**
   * 延期是否待批 — Extension waits for an answer
   */
  is_extension_pending: Generated<boolean>;
  /**
   * 是否停表 — Clock stopped
   */
  is_paused: Generated<boolean>;
  /**
   * 推到第几条经过 — Last event taken in
   */
  last_sequence: number;
  /**
   * 事项 — Matter
   */
  matter_id: string;
  /**
   * 发起账号 — Account that opened it — 个人信息：目的：记明由谁办理，供核对、追责与审计；依据：履行法定职责所必需（个人信息保护法第十三条、第三十四条）
   */
  opened_by_account_id: string | null;
  /**
   * 发起岗位 — Post that opened it
   */
  opened_by_post_id: number | null;
  /**
   * 评价 — Rating
   */
  rating: string | null;
  /**
   * 入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it
   */
  recorded_at: Generated<string>;
  /**
   * 所用规则版次 — Rule version
   */
  rule_version: number;
  /**
   * 所属范围，等于对象的范围，决定谁可读 — Scope of the subject: decides who reaches the row
   */
  scope_id: number;
  /**
   * 状态 — Status
   */
  status: string;
  /**
   * 对象 — Subject it speaks of
   */
  subject_id: string;
  /**
   * 失效时刻，infinity 为当前版本 — Record-time of the successor or withdrawal; infinity while current
   */
  superseded_at: Generated<string>;
  /**
   * 版本号，一行一版 — Identity of this version
   */
  version_id: Generated<string>;
}

interface KernelMetric {
  /**
   * 累计方式：本年累计、时段、时点、文字 — Stored basis
   */
  accumulation: string;
  /**
   * 台账：调度或统计，互不混用 — Ledger, never mixed
   */
  ledger: string;
  /**
   * 数据项 — Metric
   */
  metric: string;
  /**
   * 英文名 — English name
   */
  name_en: string;
  /**
   * 中文名 — Chinese name
   */
  name_zh: string;
  /**
   * 填报角色 — Role that reports it
   */
  owner_role: string;
  /**
   * 单位 — Unit
   */
  unit: string;
}

interface KernelNode {
  /**
   * 写入本行的办理 — Act that wrote it
   */
  act_id: Generated<string>;
  /**
   * 最初计划日（有效时间） — Day first planned, valid-time
   */
  baseline_on: string;
  /**
   * 实际完成日，进入阶段的节点为空 — Day done; null where a stage tells it
   */
  done_on: string | null;
  /**
   * 倒排应完成日（有效时间） — Day due after back-scheduling, valid-time
   */
  due_on: string;
  /**
   * 完成即进入的阶段 — Stage it enters
   */
  enters_stage: string | null;
  /**
   * 种类 — Kind
   */
  kind: string;
  /**
   * 名称 — Name
   */
  name: string;
  /**
   * 节点 — Node
   */
  node_id: string;
  /**
   * 计划日（有效时间） — Day planned, valid-time
   */
  planned_on: string;
  /**
   * 日期精度 — Precision of the dates
   */
  precision: Generated<string>;
  /**
   * 调整事由 — Reason of the change
   */
  reason: string | null;
  /**
   * 入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it
   */
  recorded_at: Generated<string>;
  /**
   * 责任岗位 — Post responsible
   */
  responsible_post_id: number | null;
  /**
   * 所属范围，等于对象的范围，决定谁可读 — Scope of the subject: decides who reaches the row
   */
  scope_id: number;
  /**
   * 对象 — Subject it speaks of
   */
  subject_id: string;
  /**
   * 失效时刻，infinity 为当前版本 — Record-time of the successor or withdrawal; infinity while current
   */
  superseded_at: Generated<string>;
  /**
   * 版本号，一行一版 — Identity of this version
   */
  version_id: Generated<string>;
}

interface KernelNodeLink {
  /**
   * 写入本行的办理 — Act that wrote it
   */
  act_id: Generated<string>;
  /**
   * 类型：FS、SS、FF、SF — Kind of link
   */
  kind: Generated<string>;
  /**
   * 间隔，日历日 — Lag, calendar days
   */
  lag_days: Generated<number>;
  /**
   * 关系 — Link
   */
  link_id: Generated<string>;
  /**
   * 后节点 — Successor
   */
  node_id: string;
  /**
   * 前节点 — Predecessor
   */
  predecessor_id: string;
  /**
   * 入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it
   */
  recorded_at: Generated<string>;
  /**
   * 所属范围，等于对象的范围，决定谁可读 — Scope of the subject: decides who reaches the row
   */
  scope_id: number;
  /**
   * 对象 — Subject it speaks of
   */
  subject_id: string;
  /**
   * 失效时刻，infinity 为当前版本 — Record-time of the successor or withdrawal; infinity while current
   */
  superseded_at: Generated<string>;
  /**
   * 版本号，一行一版 — Identity of this version
   */
  version_id: Generated<string>;
}

interface KernelObservation {
  /**
   * 写入本行的办理 — Act that wrote it
   */
  act_id: Generated<string>;
  /**
   * 口径：等于、以上、过、约 — Whether exact, a bound or about
   */
  comparator: Generated<string>;
  /**
   * 细分，空串为总 — Facet; empty: the whole
   */
  facet: Generated<string>;
  /**
   * 是否更正 — Correction
   */
  is_correction: Generated<boolean>;
  /**
   * 台账：调度或统计 — Ledger
   */
  ledger: Generated<string>;
  /**
   * 数据项 — Metric
   */
  metric: string;
  /**
   * 性质：实际、计划、目标、预测、底线 — Nature
   */
  nature: Generated<string>;
  /**
   * 报数 — Observation
   */
  observation_id: string;
  /**
   * 所属活动 — Occasion it belongs to
   */
  occasion_id: string | null;
  /**
   * 所属时段起（含），有效时间 — First day of the span, valid-time
   */
  period_from: string;
  /**
   * 所属时段止（含），有效时间 — Last day of the span, valid-time
   */
  period_to: string;
  /**
   * 入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it
   */
  recorded_at: Generated<string>;
  /**
   * 所属范围，等于对象的范围，决定谁可读 — Scope of the subject: decides who reaches the row
   */
  scope_id: number;
  /**
   * 对象 — Subject it speaks of
   */
  subject_id: string;
  /**
   * 失效时刻，infinity 为当前版本 — Record-time of the successor or withdrawal; infinity while current
   */
  superseded_at: Generated<string>;
  /**
   * 文字值 — Text value
   */
  text_value: string | null;
  /**
   * 数值，按数据项单位（金额为分） — Value in the metric's unit, CNY fen for money
   */
  value: number | null;
  /**
   * 版本号，一行一版 — Identity of this version
   */
  version_id: Generated<string>;
  /**
   * 原文表述 — Wording as stated
   */
  wording: string | null;
}

interface KernelOccasion {
  /**
   * 写入本行的办理 — Act that wrote it
   */
  act_id: Generated<string>;
  /**
   * 起日（含），有效时间 — First day, valid-time
   */
  held_from: string;
  /**
   * 止日（含），有效时间 — Last day, valid-time
   */
  held_to: string;
  /**
   * 种类 — Kind
   */
  kind: string;
  /**
   * 名称 — Name
   */
  name: string;
  /**
   * 说明 — Note
   */
  note: string | null;
  /**
   * 活动 — Occasion
   */
  occasion_id: string;
  /**
   * 地点 — Place
   */
  place: string | null;
  /**
   * 日期精度 — Precision of the dates
   */
  precision: Generated<string>;
  /**
   * 入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it
   */
  recorded_at: Generated<string>;
  /**
   * 所属范围，等于对象的范围，决定谁可读 — Scope of the subject: decides who reaches the row
   */
  scope_id: number;
  /**
   * 对象 — Subject it speaks of
   */
  subject_id: string;
  /**
   * 失效时刻，infinity 为当前版本 — Record-time of the successor or withdrawal; infinity while current
   */
  superseded_at: Generated<string>;
  /**
   * 版本号，一行一版 — Identity of this version
   */
  version_id: Generated<string>;
}

interface KernelOccasionPart {
  /**
   * 写入本行的办理 — Act that wrote it
   */
  act_id: Generated<string>;
  /**
   * 数额，按单位列 — Amount in its unit
   */
  amount: number | null;
  /**
   * 活动 — Occasion
   */
  occasion_id: string;
  /**
   * 参与 — Part
   */
  part_id: Generated<string>;
  /**
   * 入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it
   */
  recorded_at: Generated<string>;
  /**
   * 角色 — Role in it
   */
  role: string;
  /**
   * 所属范围，等于对象的范围，决定谁可读 — Scope of the subject: decides who reaches the row
   */
  scope_id: number;
  /**
   * 对象 — Subject it speaks of
   */
  subject_id: string;
  /**
   * 失效时刻，infinity 为当前版本 — Record-time of the successor or withdrawal; infinity while current
   */
  superseded_at: Generated<string>;
  /**
   * 单位 — Unit
   */
  unit: string | null;
  /**
   * 版本号，一行一版 — Identity of this version
   */
  version_id: Generated<string>;
}

interface KernelOrg {
  /**
   * 写入本行的办理 — Act that wrote it
   */
  act_id: Generated<string>;
  /**
   * 所在区划 — Area it sits in
   */
  area_id: string | null;
  /**
   * 类别 — Kind
   */
  kind: string;
  /**
   * 名称 — Name
   */
  name: string;
  /**
   * 组织 — Organisation
   */
  org_id: string;
  /**
   * 上级组织，空为最上 — Organisation above; null at the top
   */
  parent_org_id: string | null;
  /**
   * 入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it
   */
  recorded_at: Generated<string>;
  /**
   * 失效时刻，infinity 为当前版本 — Record-time of the successor or withdrawal; infinity while current
   */
  superseded_at: Generated<string>;
  /**
   * 版本号，一行一版 — Identity of this version
   */
  version_id: Generated<string>;
}

interface KernelOrgClosure {
  /**
   * 上级 — Ancestor
   */
  ancestor_id: string;
  /**
   * 相隔层数，自身为0 — Levels between; 0 for itself
   */
  depth: number;
  /**
   * 下级 — Descendant
   */
  descendant_id: string;
}

interface KernelPasswordHistory {
  /**
   * 账号 — Account — 个人信息：目的：辨认登录者，防止冒用；依据：履行法定职责与网络安全义务所必需（个人信息保护法第十三条、第三十四条，网络安全法第二十一条）
   */
  account_id: string;
  /**
   * 密码摘要（argon2id） — Password hash, argon2id
   */
  password: string;
  /**
   * 换下时刻 — Instant of replacement
   */
  replaced_at: Generated<string>;
}

interface KernelPeriod {
  /**
   * 报送时限，业务时刻 — Deadline for reports, business time
   */
  due_at: string;
  /**
   * 名称 — Name
   */
  name: string;
  /**
   * 期 — Period
   */
  period_id: Generated<string>;
  /**
   * 节奏 — Rhythm
   */
  rhythm: string;
  /**
   * 起日（含），有效时间 — First day, valid-time
   */
  span_from: string;
  /**
   * 止日（含），有效时间 — Last day, valid-time
   */
  span_to: string;
}

interface KernelPeriodEvent {
  /**
   * 写入本行的办理 — Act that wrote it
   */
  act_id: Generated<string>;
  /**
   * 经过 — Event
   */
  event_id: Generated<string>;
  /**
   * 动作 — Kind of event
   */
  kind: string;
  /**
   * 冻结所据时刻（入库时刻） — Settled instant of a freeze, record-time
   */
  known_at: string | null;
  /**
   * 期 — Period
   */
  period_id: string;
  /**
   * 事由 — Reason
   */
  reason: string | null;
  /**
   * 入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it
   */
  recorded_at: Generated<string>;
  /**
   * 序号 — Order within the period
   */
  sequence: number;
  /**
   * 失效时刻，infinity 为当前版本 — Record-time of the successor or withdrawal; infinity while current
   */
  superseded_at: Generated<string>;
}

interface KernelPost {
  /**
   * 是否撤销 — Closed
   */
  is_closed: Generated<boolean>;
  /**
   * 所在组织 — Organisation
   */
  org_id: string;
  /**
   * 岗位 — Post
   */
  post_id: Generated<number>;
  /**
   * 角色，决定权限 — Role: decides rights
   */
  role: string;
  /**
   * 名称 — Title
   */
  title: string;
}

interface KernelRateLimit {
  /**
   * 次数 — Requests counted
   */
  count: number;
  /**
   * 计数 — Counter
   */
  id: Generated<string>;
  /**
   * 来源与路径 — Address and path — 个人信息：目的：辨认登录者，防止冒用；依据：履行法定职责与网络安全义务所必需（个人信息保护法第十三条、第三十四条，网络安全法第二十一条）
   */
  key: string;
  /**
   * 最近一次，毫秒（Unix 时间） — Last request, Unix milliseconds
   */
  last_request: number;
}

interface KernelRelation {
  /**
   * 写入本行的办理 — Act that wrote it
   */
  act_id: Generated<string>;
  /**
   * 依据文号 — Document number
   */
  document_no: string | null;
  /**
   * 种类 — Kind
   */
  kind: string;
  /**
   * 入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it
   */
  recorded_at: Generated<string>;
  /**
   * 关系 — Relation
   */
  relation_id: string;
  /**
   * 角色 — Role in it
   */
  role: string | null;
  /**
   * 所属范围，等于对象的范围，决定谁可读 — Scope of the subject: decides who reaches the row
   */
  scope_id: number;
  /**
   * 份额，百万分之一 — Share, parts per million
   */
  share_ppm: number | null;
  /**
   * 起点对象 — Subject it starts from
   */
  subject_id: string;
  /**
   * 失效时刻，infinity 为当前版本 — Record-time of the successor or withdrawal; infinity while current
   */
  superseded_at: Generated<string>;
  /**
   * 终点对象 — Subject it points to
   */
  to_subject_id: string;
  /**
   * 起（含），有效时间 — First day, valid-time
   */
  valid_from: string;
  /**
   * 止（不含），有效时间 — Day after the last, valid-time
   */
  valid_to: Generated<string>;
  /**
   * 版本号，一行一版 — Identity of this version
   */
  version_id: Generated<string>;
}

interface KernelReplanRequest {
  /**
   * 写入本行的办理 — Act that wrote it
   */
  act_id: Generated<string>;
  /**
   * 依据文号 — Document it rests on
   */
  document_no: string | null;
  /**
   * 申请的应完成日期，有效时间 — Due date asked for, valid-time
   */
  due_on: string;
  /**
   * 审批事项 — Matter that decides it
   */
  matter_id: string;
  /**
   * 节点 — Node
   */
  node_id: string;
  /**
   * 申请时所见的节点版本 — Version of the node that the asker saw
   */
  node_version_id: string;
  /**
   * 申请的计划日期，有效时间 — Planned date asked for, valid-time
   */
  planned_on: string;
  /**
   * 理由 — Reason
   */
  reason: string;
  /**
   * 入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it
   */
  recorded_at: Generated<string>;
  /**
   * 申请 — Request
   */
  request_id: Generated<string>;
  /**
   * 可及范围 — Scope of reach
   */
  scope_id: number;
  /**
   * 对象 — Subject
   */
  subject_id: string;
  /**
   * 失效时刻，infinity 为当前版本 — Record-time of the successor or withdrawal; infinity while current
   */
  superseded_at: Generated<string>;
  /**
   * 版本 — Version
   */
  version_id: Generated<string>;
}

interface KernelRight {
  /**
   * 角色 — Role
   */
  role: string;
  /**
   * 表名 — Table
   */
  table_name: string;
  /**
   * 动作 — Verb
   */
  verb: string;
}

interface KernelRolePolicy {
  /**
   * 是否须动态口令 — Second factor demanded
   */
  demands_factor: Generated<boolean>;
  /**
   * 角色 — Role
   */
  role: string;
}

interface KernelRuleSet {
  /**
   * 写入本行的办理 — Act that wrote it
   */
  act_id: Generated<string>;
  /**
   * 依据文号 — Document number
   */
  document_no: string | null;
  /**
   * 是否示例数据 — Sample of the demonstration city
   */
  is_sample: Generated<boolean>;
  /**
   * 名称 — Name
   */
  name: string;
  /**
   * 入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it
   */
  recorded_at: Generated<string>;
  /**
   * 规则 — Rule set
   */
  rule_set_id: string;
  /**
   * 规则内容 — The rules
   */
  rules: unknown;
  /**
   * 失效时刻，infinity 为当前版本 — Record-time of the successor or withdrawal; infinity while current
   */
  superseded_at: Generated<string>;
  /**
   * 起用日（有效时间） — First day in force, valid-time
   */
  valid_from: string;
  /**
   * 版次 — Version
   */
  version: number;
  /**
   * 版本号，一行一版 — Identity of this version
   */
  version_id: Generated<string>;
}

interface KernelScope {
  /**
   * 组织 — Organisation
   */
  org_id: string;
  /**
   * 范围 — Scope
   */
  scope_id: Generated<number>;
}

interface KernelSecondFactor {
  /**
   * 账号 — Account — 个人信息：目的：辨认登录者，防止冒用；依据：履行法定职责与网络安全义务所必需（个人信息保护法第十三条、第三十四条，网络安全法第二十一条）
   */
  account_id: string;
  /**
   * 备用码，已加密 — Backup codes, encrypted
   */
  backup_codes: string;
  /**
   * 连续错误次数 — Failures in a row
   */
  failed_verification_count: Generated<number>;
  /**
   * 口令 — Factor
   */
  id: Generated<string>;
  /**
   * 最近用过的时间步（30秒） — Number of the 30 s step (RFC 6238) last accepted: a code of it or of an earlier one is refused.
   */
  last_step: number | null;
  /**
   * 锁定至 — Locked until
   */
  locked_until: string | null;
  /**
   * 密钥，已加密 — Secret, encrypted
   */
  secret: string;
  /**
   * 是否已验证 — Verified
   */
  verified: Generated<boolean>;
}

interface KernelSession {
  /**
   * 账号 — Account — 个人信息：目的：辨认登录者，防止冒用；依据：履行法定职责与网络安全义务所必需（个人信息保护法第十三条、第三十四条，网络安全法第二十一条）
   */
  account_id: string;
  /**
   * 建立时刻 — Instant of creation
   */
  created_at: Generated<string>;
  /**
   * 失效时刻 — Instant it ends
   */
  expires_at: string;
  /**
   * 最近动态口令验证时刻 — Instant of the last second factor in this session; null when none was given.
   */
  factor_verified_at: string | null;
  /**
   * 会话 — Session
   */
  id: Generated<string>;
  /**
   * 来源地址 — Client address — 个人信息：目的：辨认登录者，防止冒用；依据：履行法定职责与网络安全义务所必需（个人信息保护法第十三条、第三十四条，网络安全法第二十一条）
   */
  ip_address: string | null;
  /**
   * 最近操作时刻 — Last request that a person made, to 30 s; polling does not move it.
   */
  last_used_at: Generated<string>;
  /**
   * 会话令牌 — Token of the session
   */
  token: string;
  /**
   * 更新时刻 — Instant of the last change
   */
  updated_at: Generated<string>;
  /**
   * 浏览器标识 — Browser as it names itself — 个人信息：目的：辨认登录者，防止冒用；依据：履行法定职责与网络安全义务所必需（个人信息保护法第十三条、第三十四条，网络安全法第二十一条）
   */
  user_agent: string | null;
}

interface KernelSettlingKey {
  /**
   * 恒为真：只有一行 — Always true: there is one row.
   */
  is_only: Generated<boolean>;
  /**
   * 密钥，随机生成，十六进制；审计只记其摘要 — Random key in hexadecimal; the audit trail keeps its digest only.
   */
  secret: string;
}

interface KernelSignInEvent {
  /**
   * 账号，未知名不留 — Account; unknown names are not kept — 个人信息：目的：辨认登录者，防止冒用；依据：履行法定职责与网络安全义务所必需（个人信息保护法第十三条、第三十四条，网络安全法第二十一条）
   */
  account_id: string | null;
  /**
   * 来源地址 — Client address — 个人信息：目的：辨认登录者，防止冒用；依据：履行法定职责与网络安全义务所必需（个人信息保护法第十三条、第三十四条，网络安全法第二十一条）
   */
  client_address: string | null;
  /**
   * 说明 — Detail
   */
  detail: string | null;
  /**
   * 记录 — Event
   */
  event_id: Generated<number>;
  /**
   * 种类 — Kind
   */
  kind: string;
  /**
   * 入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it
   */
  recorded_at: Generated<string>;
  /**
   * 请求编号 — Request id
   */
  request_id: string | null;
}

interface KernelSignInLock {
  /**
   * 失败次数 — Failures
   */
  failures: number;
  /**
   * 锁定至 — Locked until
   */
  locked_until: string | null;
  /**
   * 来源：熟识设备或地址 — A browser that signed in before, else the client address. — 个人信息：目的：辨认登录者，防止冒用；依据：履行法定职责与网络安全义务所必需（个人信息保护法第十三条、第三十四条，网络安全法第二十一条）
   */
  source: string;
  /**
   * 所试账号或名称的摘要 — Digest of the name typed, or the account whose factor is tried: known or unknown alike. — 个人信息：目的：辨认登录者，防止冒用；依据：履行法定职责与网络安全义务所必需（个人信息保护法第十三条、第三十四条，网络安全法第二十一条）
   */
  subject: string;
  /**
   * 最近尝试时刻 — Instant of the last try
   */
  tried_at: Generated<string>;
}

interface KernelStage {
  /**
   * 写入本行的办理 — Act that wrote it
   */
  act_id: Generated<string>;
  /**
   * 进入日（有效时间） — Day entered, valid-time
   */
  entered_on: string;
  /**
   * 多源时是否采用 — Preferred among sources
   */
  is_preferred: Generated<boolean>;
  /**
   * 说明 — Note
   */
  note: string | null;
  /**
   * 日期精度，by 表示不晚于 — Precision; by means not later than
   */
  precision: Generated<string>;
  /**
   * 入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it
   */
  recorded_at: Generated<string>;
  /**
   * 所属范围，等于对象的范围，决定谁可读 — Scope of the subject: decides who reaches the row
   */
  scope_id: number;
  /**
   * 来源 — Source
   */
  source: Generated<string>;
  /**
   * 阶段 — Stage
   */
  stage: string;
  /**
   * 进入 — Entry
   */
  stage_id: string;
  /**
   * 阶段次序 — Order of the stage
   */
  stage_rank: number;
  /**
   * 对象 — Subject it speaks of
   */
  subject_id: string;
  /**
   * 失效时刻，infinity 为当前版本 — Record-time of the successor or withdrawal; infinity while current
   */
  superseded_at: Generated<string>;
  /**
   * 线别，main 为主线 — Track
   */
  track: Generated<string>;
  /**
   * 佐证结论：合格、附条件、未证 — Verdict on the evidence
   */
  verdict: Generated<string>;
  /**
   * 版本号，一行一版 — Identity of this version
   */
  version_id: Generated<string>;
}

interface KernelStageEvidence {
  /**
   * 写入本行的办理 — Act that wrote it
   */
  act_id: Generated<string>;
  /**
   * 佐证 — Evidence
   */
  evidence_id: string;
  /**
   * 关联 — Link
   */
  link_id: Generated<string>;
  /**
   * 入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it
   */
  recorded_at: Generated<string>;
  /**
   * 所属范围，等于对象的范围，决定谁可读 — Scope of the subject: decides who reaches the row
   */
  scope_id: number;
  /**
   * 阶段记录 — Stage entry
   */
  stage_id: string;
  /**
   * 对象 — Subject it speaks of
   */
  subject_id: string;
  /**
   * 失效时刻，infinity 为当前版本 — Record-time of the successor or withdrawal; infinity while current
   */
  superseded_at: Generated<string>;
  /**
   * 版本号，一行一版 — Identity of this version
   */
  version_id: Generated<string>;
}

interface KernelSubject {
  /**
   * 代码 — Code
   */
  code: string | null;
  /**
   * 种类 — Kind
   */
  kind: string;
  /**
   * 并入的对象 — Subject it was merged into
   */
  merged_into_id: string | null;
  /**
   * 当前名称 — Current name
   */
  name: string;
  /**
   * 所属范围 — Scope
   */
  scope_id: number;
  /**
   * 检索文本 — Text searched
   */
  search_text: Generated<string>;
  /**
   * 对象 — Subject
   */
  subject_id: Generated<string>;
}

interface KernelSubjectVersion {
  /**
   * 归口区划（计入何地） — Area it counts for
   */
  account_area_id: string | null;
  /**
   * 归口单位（计入谁） — Organisation it counts for
   */
  account_org_id: string;
  /**
   * 写入本行的办理 — Act that wrote it
   */
  act_id: Generated<string>;
  /**
   * 代码 — Code
   */
  code: string | null;
  /**
   * 纬度，度（CGCS2000） — Latitude, degrees, CGCS2000
   */
  latitude: string | null;
  /**
   * 经度，度（CGCS2000） — Longitude, degrees, CGCS2000
   */
  longitude: string | null;
  /**
   * 并入的对象 — Subject it was merged into
   */
  merged_into_id: string | null;
  /**
   * 名称 — Name
   */
  name: string;
  /**
   * 坐落区划 — Area it stands in
   */
  place_area_id: string | null;
  /**
   * 入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it
   */
  recorded_at: Generated<string>;
  /**
   * 所属范围，等于对象的范围，决定谁可读 — Scope of the subject: decides who reaches the row
   */
  scope_id: number;
  /**
   * 对象 — Subject it speaks of
   */
  subject_id: string;
  /**
   * 失效时刻，infinity 为当前版本 — Record-time of the successor or withdrawal; infinity while current
   */
  superseded_at: Generated<string>;
  /**
   * 版本号，一行一版 — Identity of this version
   */
  version_id: Generated<string>;
}

interface KernelVerification {
  /**
   * 建立时刻 — Instant of creation
   */
  created_at: Generated<string>;
  /**
   * 失效时刻 — Instant it ends
   */
  expires_at: string;
  /**
   * 待办 — Verification
   */
  id: Generated<string>;
  /**
   * 标识 — Identifier — 个人信息：目的：辨认登录者，防止冒用；依据：履行法定职责与网络安全义务所必需（个人信息保护法第十三条、第三十四条，网络安全法第二十一条）
   */
  identifier: string;
  /**
   * 更新时刻 — Instant of the last change
   */
  updated_at: Generated<string>;
  /**
   * 内容 — Value
   */
  value: string;
}

interface PlatformIdempotency {
  /**
   * 账号 — Account — 个人信息：目的：记明由谁办理，供核对、追责与审计；依据：履行法定职责所必需（个人信息保护法第十三条、第三十四条）
   */
  account_id: string;
  /**
   * 答复 — Answer
   */
  answer: unknown;
  /**
   * 请求编号 — Idempotency key
   */
  key: string;
  /**
   * 入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it
   */
  recorded_at: Generated<string>;
  /**
   * 请求摘要 — Digest of the request
   */
  request_hash: string;
  /**
   * 答复状态码 — HTTP status answered
   */
  status: number;
}

interface PlatformMark {
  /**
   * 标记 — Mark
   */
  name: string;
  /**
   * 内容 — Value
   */
  value: string;
}

interface PlatformMigration {
  /**
   * 摘要（SHA-256） — Digest of the file
   */
  checksum: string;
  /**
   * 文件名 — File
   */
  name: string;
  /**
   * 编号 — Number
   */
  number: number;
  /**
   * 执行时刻 — Instant of running
   */
  run_at: Generated<string>;
}

interface PlatformOutbox {
  /**
   * 序号 — Order
   */
  outbox_id: Generated<number>;
  /**
   * 内容，只含标识 — Payload: ids only
   */
  payload: Generated<unknown>;
  /**
   * 入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it
   */
  recorded_at: Generated<string>;
  /**
   * 对象 — Subject
   */
  subject_id: string | null;
  /**
   * 主题 — Topic
   */
  topic: string;
}

interface ProjectsCard {
  /**
   * 归口区划 — Area it counts for
   */
  account_area_id: string | null;
  /**
   * 归口单位 — Organisation it counts for
   */
  account_org_id: string;
  /**
   * 当前灯的阻滞方 — Blocking party of the light now
   */
  blocking_party: string | null;
  /**
   * 产业链 — Chains
   */
  chain_ids: Generated<string[]>;
  /**
   * 在这份名单上的类别：实施或储备 — Class on this list: implementation or reserve
   */
  class: string;
  /**
   * 完成率，0为零1为满，计划为零则空 — Done over plan, a ratio; null where the plan is zero
   */
  completion_rate: number | null;
  /**
   * 本年累计完成，分，空为未报 — Done this year, CNY fen; null: not reported
   */
  done_fen: number | null;
  /**
   * 累计截至月末 — Month end of the cumulative
   */
  done_month_end: string | null;
  /**
   * 是否该项目最高级别的名单：跨名单时只计这一行 — Whether this is the project's highest list: the one that counts across lists
   */
  is_first: boolean;
  /**
   * 是否示例数据 — Sample of the demonstration city
   */
  is_sample: boolean;
  /**
   * 最近一次改写本行的办理时刻 — Record-time of the act that last changed the row
   */
  known_at: string;
  /**
   * 名单级别 — Level of the list
   */
  level: string;
  /**
   * 级别次序，1为省 — Order of the level; 1 is the province
   */
  level_rank: number;
  /**
   * 所在各级名单 — Levels listed
   */
  levels: string[];
  /**
   * 当前灯 — Light now
   */
  light: string | null;
  /**
   * 名称 — Name
   */
  name: string;
  /**
   * 这份名单的年度计划投资，分 — Plan of the year on this list, CNY fen
   */
  plan_fen: number;
  /**
   * 项目代码 — Project code
   */
  project_code: string | null;
  /**
   * 所属范围，等于对象的范围，决定谁可读 — Scope of the subject: decides who reaches the row
   */
  scope_id: number;
  /**
   * 当前阶段 — Stage now
   */
  stage: string | null;
  /**
   * 阶段次序 — Order of the stage
   */
  stage_rank: number | null;
  /**
   * 对象 — Subject it speaks of
   */
  subject_id: string;
  /**
   * 总投资，分 — Total investment, CNY fen
   */
  total_investment_fen: number | null;
  /**
   * 年度 — Year
   */
  year: number;
}

interface ProjectsCardYear {
  /**
   * 最近一次有项目移出一览的时刻 — Record-time of the act that last removed a card
   */
  removed_at: string;
  /**
   * 最近一次整年重算的时刻 — Record-time up to which all cards of the year were made anew
   */
  turned_at: string;
  /**
   * 一览所据之日：当年为今天，其他年度为12月31日 — Day of the cards: today in the running year, 31 December otherwise
   */
  valid_on: string;
  /**
   * 年度 — Year
   */
  year: number;
}

interface ProjectsDraft {
  /**
   * 所填内容 — Fields typed
   */
  fields: unknown;
  /**
   * 所属月末日 — Last day of the month
   */
  month_end: string;
  /**
   * 修订号 — Revision, for finding conflicts
   */
  revision: Generated<number>;
  /**
   * 保存时刻 — Instant of saving
   */
  saved_at: Generated<string>;
  /**
   * 保存账号 — Account that saved it — 个人信息：目的：记明由谁办理，供核对、追责与审计；依据：履行法定职责所必需（个人信息保护法第十三条、第三十四条）
   */
  saved_by: string;
  /**
   * 所属范围，等于对象的范围，决定谁可读 — Scope of the subject: decides who reaches the row
   */
  scope_id: number;
  /**
   * 对象 — Subject it speaks of
   */
  subject_id: string;
}

interface ProjectsDuplicateSearch {
  /**
   * 账号；目的：追溯查询人，依据：履行法定职责 — Account; kept to trace who searched (PIPL 13, 34)
   */
  account_id: string;
  /**
   * 查询时刻 — Instant of the search by the database's clock
   */
  asked_at: Generated<string>;
  /**
   * 所查统一社会信用代码 — Credit code asked for
   */
  credit_code: string | null;
  /**
   * 查到条数 — Number of matches
   */
  found_count: number;
  /**
   * 所查名称（归一） — Name asked for, normalised
   */
  normal_name: string | null;
  /**
   * 岗位 — Post acted from
   */
  post_id: number;
  /**
   * 所查项目代码 — Project code asked for
   */
  project_code: string | null;
  /**
   * 查重 — Search
   */
  search_id: Generated<string>;
}

interface ProjectsImport {
  /**
   * 接受行数 — Rows accepted
   */
  accepted_count: number;
  /**
   * 导入账号 — Account that imported — 个人信息：目的：记明由谁办理，供核对、追责与审计；依据：履行法定职责所必需（个人信息保护法第十三条、第三十四条）
   */
  account_id: string;
  /**
   * 写入本行的办理 — Act that wrote it
   */
  act_id: string | null;
  /**
   * 所答内容：各项计数、错误和提醒（不含一次性密码） — What was answered, without one-time passwords
   */
  answer: unknown;
  /**
   * 改动行数 — Rows that changed something
   */
  changed_count: Generated<number>;
  /**
   * 结束时刻，进行中为空 — Instant of its end; null while it runs
   */
  ended_at: Generated<string | null>;
  /**
   * 未完成的原因 — Why it failed, as the problem that was told
   */
  fault: unknown;
  /**
   * 文件名 — Name of the file
   */
  file_name: string;
  /**
   * 文件摘要（SHA-256） — Digest of the file
   */
  file_sha256: string;
  /**
   * 导入 — Import
   */
  import_id: Generated<string>;
  /**
   * 种类 — Kind
   */
  kind: string;
  /**
   * 所建岗位和账号，撤销时收回 — Posts and accounts it made, taken back by an undo
   */
  made: unknown;
  /**
   * 所在组织 — Organisation
   */
  org_id: string | null;
  /**
   * 入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it
   */
  recorded_at: Generated<string>;
  /**
   * 拒绝行数 — Rows rejected
   */
  rejected_count: number;
  /**
   * 行数 — Rows
   */
  row_count: number;
  /**
   * 状态：running 进行中，done 已完成，refused 有误未写入，failed 未完成，cancelled 已取消 — How far it came
   */
  state: Generated<string>;
  /**
   * 撤销本次导入的办理 — Act that undid it
   */
  undone_act_id: string | null;
}

interface ProjectsImportMapping {
  /**
   * 表头摘要 — Key of the header row
   */
  header_key: string;
  /**
   * 导入种类 — Kind of import
   */
  kind: string;
  /**
   * 列对应 — Mapping of columns
   */
  mapping: unknown;
  /**
   * 组织 — Organisation
   */
  org_id: string;
}

interface ProjectsListing {
  /**
   * 写入本行的办理 — Act that wrote it
   */
  act_id: Generated<string>;
  /**
   * 调整种类 — Kind of adjustment
   */
  adjustment: string | null;
  /**
   * 类别：实施或储备 — implementation or reserve
   */
  class: string;
  /**
   * 依据文号 — Document number
   */
  document_no: string | null;
  /**
   * 级别：省、市、区县 — province, city or county
   */
  level: string;
  /**
   * 级别次序，1为省 — Order of the level; 1 is the province
   */
  level_rank: Generated<number>;
  /**
   * 列入 — Listing
   */
  listing_id: string;
  /**
   * 各月计划，分，十二项 — Plan by month, CNY fen, twelve
   */
  plan_by_month_fen: number[] | null;
  /**
   * 年度计划投资，分 — Plan of the year, CNY fen
   */
  plan_fen: number;
  /**
   * 事由 — Reason
   */
  reason: string | null;
  /**
   * 入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it
   */
  recorded_at: Generated<string>;
  /**
   * 所属范围，等于对象的范围，决定谁可读 — Scope of the subject: decides who reaches the row
   */
  scope_id: number;
  /**
   * 对象 — Subject it speaks of
   */
  subject_id: string;
  /**
   * 失效时刻，infinity 为当前版本 — Record-time of the successor or withdrawal; infinity while current
   */
  superseded_at: Generated<string>;
  /**
   * 起（含），有效时间 — First day, valid-time
   */
  valid_from: string;
  /**
   * 止（不含），有效时间 — Day after the last, valid-time
   */
  valid_to: Generated<string>;
  /**
   * 版本号，一行一版 — Identity of this version
   */
  version_id: Generated<string>;
  /**
   * 年度 — Year
   */
  year: number;
}

interface ProjectsProfile {
  /**
   * 写入本行的办理 — Act that wrote it
   */
  act_id: Generated<string>;
  /**
   * 建设性质 — Kind of construction
   */
  build_kind: string | null;
  /**
   * 建设单位 — Builder as named
   */
  builder_name: string | null;
  /**
   * 建设内容 — What is built
   */
  content: string | null;
  /**
   * 建设单位统一社会信用代码 — Unified social credit code of the builder
   */
  credit_code: string | null;
  /**
   * 校验未过仍采用的理由 — Why a code that fails its check is kept
   */
  credit_code_override: string | null;
  /**
   * 固定资产投资，分 — Fixed-asset investment, CNY fen
   */
  fixed_asset_fen: number | null;
  /**
   * 行业代码（GB/T 4754-2017） — Industry code
   */
  industry_code: string | null;
  /**
   * 产业体系 — Industry system
   */
  industry_system: string | null;
  /**
   * 是否示例数据 — Sample of the demonstration city
   */
  is_sample: Generated<boolean>;
  /**
   * 用地面积，亩 — Land, mu
   */
  land_mu: string | null;
  /**
   * 归一名称，用于查重 — Folded name, for finding duplicates
   */
  normal_name: string;
  /**
   * 包保领导职务，不记姓名 — Title of the paired leader, never a name
   */
  paired_leader_title: string | null;
  /**
   * 项目代码 — Project code
   */
  project_code: string | null;
  /**
   * 入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it
   */
  recorded_at: Generated<string>;
  /**
   * 备注 — Remark
   */
  remark: string | null;
  /**
   * 责任单位 — Unit responsible
   */
  responsible_unit: string | null;
  /**
   * 所属范围，等于对象的范围，决定谁可读 — Scope of the subject: decides who reaches the row
   */
  scope_id: number;
  /**
   * 签约单位 — Organisation that signed
   */
  signer_org_id: string | null;
  /**
   * 对象 — Subject it speaks of
   */
  subject_id: string;
  /**
   * 失效时刻，infinity 为当前版本 — Record-time of the successor or withdrawal; infinity while current
   */
  superseded_at: Generated<string>;
  /**
   * 总投资口径 — Whether exact, a bound or about
   */
  total_investment_comparator: Generated<string>;
  /**
   * 总投资，分 — Total investment, CNY fen
   */
  total_investment_fen: number | null;
  /**
   * 版本号，一行一版 — Identity of this version
   */
  version_id: Generated<string>;
}

interface ProjectsReport {
  /**
   * 写入本行的办理 — Act that wrote it
   */
  act_id: Generated<string>;
  /**
   * 更正理由 — Reason of the correction
   */
  correction_reason: string | null;
  /**
   * 本年累计完成投资，分 — Done this year so far, CNY fen
   */
  cumulative_fen: number;
  /**
   * 疑点说明 — Reason given for the doubts
   */
  doubt_reason: string | null;
  /**
   * 疑点 — Doubts raised by checks
   */
  doubts: Generated<unknown>;
  /**
   * 是否迟报 — Late
   */
  is_late: Generated<boolean>;
  /**
   * 是否报“无变化” — Reported as unchanged
   */
  is_unchanged: Generated<boolean>;
  /**
   * 所属月末日（有效时间） — Last day of the month, valid-time
   */
  month_end: string;
  /**
   * 本月完成投资，分 — Done this month, CNY fen
   */
  month_fen: number | null;
  /**
   * 存在问题 — Problems in words
   */
  problem_text: string | null;
  /**
   * 形象进度 — Physical progress in words
   */
  progress_text: string | null;
  /**
   * 入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it
   */
  recorded_at: Generated<string>;
  /**
   * 月报 — Report
   */
  report_id: string;
  /**
   * 填报账号 — Account that reported — 个人信息：目的：记明由谁办理，供核对、追责与审计；依据：履行法定职责所必需（个人信息保护法第十三条、第三十四条）
   */
  reported_by: string | null;
  /**
   * 退回所指栏目 — Field the return points at
   */
  return_field: string | null;
  /**
   * 退回理由 — Reason of the return
   */
  return_reason: string | null;
  /**
   * 审核账号，不得为填报人 — Account that reviewed, another one — 个人信息：目的：记明由谁办理，供核对、追责与审计；依据：履行法定职责所必需（个人信息保护法第十三条、第三十四条）
   */
  reviewed_by: string | null;
  /**
   * 所属范围，等于对象的范围，决定谁可读 — Scope of the subject: decides who reaches the row
   */
  scope_id: number;
  /**
   * 状态：已报、已审、退回、撤回 — Status
   */
  status: string;
  /**
   * 对象 — Subject it speaks of
   */
  subject_id: string;
  /**
   * 失效时刻，infinity 为当前版本 — Record-time of the successor or withdrawal; infinity while current
   */
  superseded_at: Generated<string>;
  /**
   * 版本号，一行一版 — Identity of this version
   */
  version_id: Generated<string>;
}

interface ProjectsSavedView {
  /**
   * 账号 — Account — 个人信息：目的：记明由谁办理，供核对、追责与审计；依据：履行法定职责所必需（个人信息保护法第十三条、第三十四条）
   */
  account_id: string;
  /**
   * 所显示的列 — Columns shown
   */
  columns: Generated<unknown>;
  /**
   * 名称 — Name
   */
  name: string;
  /**
   * 筛选与排序 — Filters and sort
   */
  query: string;
  /**
   * 视图 — View
   */
  view_id: Generated<string>;
}

interface ScoringAppeal {
  /**
   * 写入本行的办理 — Act that wrote it
   */
  act_id: Generated<string>;
  /**
   * 答复 — Answer
   */
  answer: string | null;
  /**
   * 申诉 — Appeal
   */
  appeal_id: Generated<string>;
  /**
   * 答复时限 — Day by which it is answered
   */
  due_on: string;
  /**
   * 指标项 — Indicator of the scheme
   */
  indicator: string;
  /**
   * 理由 — Reason
   */
  reason: string;
  /**
   * 入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it
   */
  recorded_at: Generated<string>;
  /**
   * 评分 — Run
   */
  run_id: string;
  /**
   * 所属范围，等于对象的范围，决定谁可读 — Scope of the subject: decides who reaches the row
   */
  scope_id: number;
  /**
   * open 待答复、upheld 成立、refused 不成立、withdrawn 已撤回 — State
   */
  state: Generated<string>;
  /**
   * 单位（组织） — Unit: an organisation
   */
  subject_id: string;
  /**
   * 失效时刻，infinity 为当前版本 — Record-time of the successor or withdrawal; infinity while current
   */
  superseded_at: Generated<string>;
  /**
   * 单位代码 — Key of the unit
   */
  unit_key: string;
  /**
   * 版本号，一行一版 — Identity of this version
   */
  version_id: Generated<string>;
}

interface ScoringRun {
  /**
   * 写入本行的办理 — Act that wrote it
   */
  act_id: Generated<string>;
  /**
   * 是否已发布 — Whether published
   */
  is_published: Generated<boolean>;
  /**
   * mock 模拟考核、official 正式 — Kind
   */
  kind: string;
  /**
   * 所知时刻，等于该月冻结时刻 — Known instant: that of the freeze
   */
  known_at: string;
  /**
   * 截止日，月末 — Last day judged
   */
  month_end: string;
  /**
   * 发布账号，由数据库填写；目的同上 — Account that published it, filled by the database; kept for the same purpose
   */
  published_by: string | null;
  /**
   * 发布日，业务日期 — Day of publication, business date
   */
  published_on: string | null;
  /**
   * 入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it
   */
  recorded_at: Generated<string>;
  /**
   * 评分账号，由数据库填写；目的：评分与发布由不同的人办理 — Account that ran it, filled by the database; kept so that two people are needed
   */
  run_by: string | null;
  /**
   * 评分 — Run
   */
  run_id: Generated<string>;
  /**
   * 计分办法 — Scheme
   */
  scheme_id: string;
  /**
   * 办法的第几版 — Version of the scheme
   */
  scheme_number: number;
  /**
   * 失效时刻，infinity 为当前版本 — Record-time of the successor or withdrawal; infinity while current
   */
  superseded_at: Generated<string>;
  /**
   * 版本号，一行一版 — Identity of this version
   */
  version_id: Generated<string>;
}

interface ScoringScheme {
  /**
   * 写入本行的办理 — Act that wrote it
   */
  act_id: Generated<string>;
  /**
   * 采用账号，由数据库填写；目的同上 — Account that adopted, filled by the database; kept for the same purpose
   */
  adopted_by: string | null;
  /**
   * 指标、权重、方法、缺数处理、一票否决 — Indicators, weights, methods, missing data, vetoes
   */
  document: unknown;
  /**
   * 起草账号，由数据库填写；目的：起草与采用由不同的人办理 — Account that drafted, filled by the database; kept so that two people are needed
   */
  drafted_by: string | null;
  /**
   * 示例 — Whether a sample
   */
  is_sample: Generated<boolean>;
  /**
   * 名称 — Name
   */
  name: string;
  /**
   * 第几版 — Version number
   */
  number: number;
  /**
   * 入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it
   */
  recorded_at: Generated<string>;
  /**
   * 周期：month 月、quarter 季、year 年 — Rhythm
   */
  rhythm: string;
  /**
   * 计分办法 — Scheme
   */
  scheme_id: Generated<string>;
  /**
   * draft 草稿、adopted 已采用 — State
   */
  state: string;
  /**
   * 失效时刻，infinity 为当前版本 — Record-time of the successor or withdrawal; infinity while current
   */
  superseded_at: Generated<string>;
  /**
   * 参评单位类别 — Class of units
   */
  unit_class: string;
  /**
   * 版本号，一行一版 — Identity of this version
   */
  version_id: Generated<string>;
}

interface ScoringScore {
  /**
   * 写入本行的办理 — Act that wrote it
   */
  act_id: Generated<string>;
  /**
   * 各项得分及算法 — Marks with their arithmetic
   */
  marks: unknown;
  /**
   * 在办法中的次序 — Place in the scheme’s order
   */
  place: number;
  /**
   * 名次，并列同名次；空为不排名 — Rank, ties share one; null where unranked
   */
  rank: number | null;
  /**
   * 入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it
   */
  recorded_at: Generated<string>;
  /**
   * 评分 — Run
   */
  run_id: string;
  /**
   * 所属范围，等于对象的范围，决定谁可读 — Scope of the subject: decides who reaches the row
   */
  scope_id: number;
  /**
   * 单位（组织） — Unit: an organisation
   */
  subject_id: string;
  /**
   * 失效时刻，infinity 为当前版本 — Record-time of the successor or withdrawal; infinity while current
   */
  superseded_at: Generated<string>;
  /**
   * 总分，百分之一分 — Total, hundredths of a point
   */
  total: number;
  /**
   * 单位在指标维度中的代码 — Key of the unit in the figures’ dimension
   */
  unit_key: string;
  /**
   * 单位名称 — Name of the unit
   */
  unit_label: string;
  /**
   * 不排名的原因 — Why unranked
   */
  unranked_because: string | null;
  /**
   * 版本号，一行一版 — Identity of this version
   */
  version_id: Generated<string>;
}

export interface DB {
  dispatch_bulletin: DispatchBulletin;
  dispatch_bulletin_event: DispatchBulletinEvent;
  dispatch_bulletin_facts: DispatchBulletinFacts;
  dispatch_confirmation: DispatchConfirmation;
  dispatch_erratum: DispatchErratum;
  enterprises_profile: EnterprisesProfile;
  investment_contract: InvestmentContract;
  investment_lead: InvestmentLead;
  kernel_account: KernelAccount;
  kernel_act: KernelAct;
  kernel_appointment: KernelAppointment;
  kernel_area: KernelArea;
  kernel_audit_anchor: KernelAuditAnchor;
  kernel_audit_entry: KernelAuditEntry;
  kernel_audit_image: KernelAuditImage;
  kernel_audit_seal: KernelAuditSeal;
  kernel_audit_table: KernelAuditTable;
  kernel_audit_timeline: KernelAuditTimeline;
  kernel_baton: KernelBaton;
  kernel_calendar: KernelCalendar;
  kernel_calendar_day: KernelCalendarDay;
  kernel_credential: KernelCredential;
  kernel_digest: KernelDigest;
  kernel_evidence: KernelEvidence;
  kernel_exemption: KernelExemption;
  kernel_exemption_request: KernelExemptionRequest;
  kernel_figure_frozen: KernelFigureFrozen;
  kernel_grant: KernelGrant;
  kernel_light: KernelLight;
  kernel_light_run: KernelLightRun;
  kernel_matter: KernelMatter;
  kernel_matter_event: KernelMatterEvent;
  kernel_matter_material: KernelMatterMaterial;
  kernel_matter_state: KernelMatterState;
  kernel_metric: KernelMetric;
  kernel_node: KernelNode;
  kernel_node_link: KernelNodeLink;
  kernel_observation: KernelObservation;
  kernel_occasion: KernelOccasion;
  kernel_occasion_part: KernelOccasionPart;
  kernel_org: KernelOrg;
  kernel_org_closure: KernelOrgClosure;
  kernel_password_history: KernelPasswordHistory;
  kernel_period: KernelPeriod;
  kernel_period_event: KernelPeriodEvent;
  kernel_post: KernelPost;
  kernel_rate_limit: KernelRateLimit;
  kernel_relation: KernelRelation;
  kernel_replan_request: KernelReplanRequest;
  kernel_right: KernelRight;
  kernel_role_policy: KernelRolePolicy;
  kernel_rule_set: KernelRuleSet;
  kernel_scope: KernelScope;
  kernel_second_factor: KernelSecondFactor;
  kernel_session: KernelSession;
  kernel_settling_key: KernelSettlingKey;
  kernel_sign_in_event: KernelSignInEvent;
  kernel_sign_in_lock: KernelSignInLock;
  kernel_stage: KernelStage;
  kernel_stage_evidence: KernelStageEvidence;
  kernel_subject: KernelSubject;
  kernel_subject_version: KernelSubjectVersion;
  kernel_verification: KernelVerification;
  platform_idempotency: PlatformIdempotency;
  platform_mark: PlatformMark;
  platform_migration: PlatformMigration;
  platform_outbox: PlatformOutbox;
  projects_card: ProjectsCard;
  projects_card_year: ProjectsCardYear;
  projects_draft: ProjectsDraft;
  projects_duplicate_search: ProjectsDuplicateSearch;
  projects_import: ProjectsImport;
  projects_import_mapping: ProjectsImportMapping;
  projects_listing: ProjectsListing;
  projects_profile: ProjectsProfile;
  projects_report: ProjectsReport;
  projects_saved_view: ProjectsSavedView;
  scoring_appeal: ScoringAppeal;
  scoring_run: ScoringRun;
  scoring_scheme: ScoringScheme;
  scoring_score: ScoringScore;
}
