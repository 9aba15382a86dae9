-- Hands: a matter names its document and the materials it asks for; signing and assigning may be taken back; a matter
-- goes along when its subject is handed over; what a re-plan asks for is kept until it is decided.

alter table kernel_matter add column document_no text;
grant insert (document_no) on kernel_matter to baton_act;
comment on column kernel_matter.document_no is '文号，督办件等有 — Number of the document it rests on, where there is one';

alter table kernel_matter_event drop constraint kernel_matter_event_kind;
alter table kernel_matter_event add constraint kernel_matter_event_kind check (kind in ('opened', 'held_back', 'released',
  'signed_for', 'assigned', 'undone', 'handed_on', 'handed_over', 'replied', 'extension_asked', 'extension_granted',
  'extension_refused', 'paused', 'resumed', 'done', 'verified', 'returned', 'closed', 'escalated', 'reopened', 'rated', 'withdrawn'));

-- A material that the matter cannot be done without (KERNEL K15). Without evidence while it is owed; the next version
-- names the evidence that was handed in for it.
create table kernel_matter_material (
  version_id uuid not null default uuidv7(),
  material_id uuid not null,
  matter_id uuid not null,
  scope_id int not null,
  subject_id uuid not null,
  position int not null,
  title text not null,
  evidence_id uuid,
  recorded_at timestamptz not null,
  superseded_at timestamptz not null default 'infinity',
  act_id uuid not null,
  constraint kernel_matter_material_pkey primary key (version_id),
  constraint kernel_matter_material_subject foreign key (subject_id, scope_id) references kernel_subject (subject_id, scope_id) on update cascade,
  constraint kernel_matter_material_matter foreign key (matter_id) references kernel_matter,
  constraint kernel_matter_material_span check (superseded_at > recorded_at)
);
create unique index kernel_matter_material_current on kernel_matter_material (material_id) where superseded_at = 'infinity';
create index kernel_matter_material_matter_id on kernel_matter_material (matter_id);
create index kernel_matter_material_subject_id on kernel_matter_material (subject_id);
call kernel_protect('kernel_matter_material', 'scoped', true);
call kernel_allow('kernel_matter_material', array['select', 'insert', 'update'],
  array['leader', 'chief', 'dispatch', 'district', 'town', 'department', 'enterprise']);
comment on table kernel_matter_material is '事项须交的材料（版本） — Material that a matter asks for, by version';
comment on column kernel_matter_material.version_id is '版本 — Version';
comment on column kernel_matter_material.material_id is '材料 — Material asked for';
comment on column kernel_matter_material.matter_id is '事项 — Matter';
comment on column kernel_matter_material.scope_id is '可及范围 — Scope of reach';
comment on column kernel_matter_material.subject_id is '对象 — Subject of the matter';
comment on column kernel_matter_material.position is '次序，自1起 — Order, from 1';
comment on column kernel_matter_material.title is '材料名称 — What it is called';
comment on column kernel_matter_material.evidence_id is '所交佐证，未交为空 — Evidence handed in; null while it is owed';
comment on column kernel_matter_material.recorded_at is '入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it';
comment on column kernel_matter_material.superseded_at is '失效时刻，infinity 为当前版本 — Record-time of the successor or withdrawal; infinity while current';
comment on column kernel_matter_material.act_id is '写入本行的办理 — Act that wrote it';

-- Whoever holds a matter hands its materials in: departments and enterprises reach a subject only while they hold
-- something of it.
call kernel_allow('kernel_evidence', array['insert'], array['department', 'enterprise', 'chief']);

-- Other dates for one node, asked for and not yet decided.
create table kernel_replan_request (
  version_id uuid not null default uuidv7(),
  request_id uuid not null default uuidv7(),
  scope_id int not null,
  subject_id uuid not null,
  matter_id uuid not null,
  node_id uuid not null,
  node_version_id uuid not null,
  planned_on date not null,
  due_on date not null,
  reason text not null,
  document_no text,
  recorded_at timestamptz not null,
  superseded_at timestamptz not null default 'infinity',
  act_id uuid not null,
  constraint kernel_replan_request_pkey primary key (version_id),
  constraint kernel_replan_request_subject foreign key (subject_id, scope_id) references kernel_subject (subject_id, scope_id) on update cascade,
  constraint kernel_replan_request_matter foreign key (matter_id) references kernel_matter,
  constraint kernel_replan_request_node foreign key (node_version_id) references kernel_node,
  constraint kernel_replan_request_span check (superseded_at > recorded_at)
);
create unique index kernel_replan_request_once on kernel_replan_request (matter_id) where superseded_at = 'infinity';
create index kernel_replan_request_subject_id on kernel_replan_request (subject_id);
call kernel_protect('kernel_replan_request', 'scoped', true);
call kernel_allow('kernel_replan_request', array['select'], array['leader', 'chief', 'dispatch', 'district', 'town', 'department', 'enterprise']);
call kernel_allow('kernel_replan_request', array['insert'], array['district', 'town']);
comment on table kernel_replan_request is '改期申请：审批通过前的节点日期（版本） — Dates asked for a node before they are approved, by version';
comment on column kernel_replan_request.version_id is '版本 — Version';
comment on column kernel_replan_request.request_id is '申请 — Request';
comment on column kernel_replan_request.scope_id is '可及范围 — Scope of reach';
comment on column kernel_replan_request.subject_id is '对象 — Subject';
comment on column kernel_replan_request.matter_id is '审批事项 — Matter that decides it';
comment on column kernel_replan_request.node_id is '节点 — Node';
comment on column kernel_replan_request.node_version_id is '申请时所见的节点版本 — Version of the node that the asker saw';
comment on column kernel_replan_request.planned_on is '申请的计划日期，有效时间 — Planned date asked for, valid-time';
comment on column kernel_replan_request.due_on is '申请的应完成日期，有效时间 — Due date asked for, valid-time';
comment on column kernel_replan_request.reason is '理由 — Reason';
comment on column kernel_replan_request.document_no is '依据文号 — Document it rests on';
comment on column kernel_replan_request.recorded_at is '入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it';
comment on column kernel_replan_request.superseded_at is '失效时刻，infinity 为当前版本 — Record-time of the successor or withdrawal; infinity while current';
comment on column kernel_replan_request.act_id is '写入本行的办理 — Act that wrote it';
