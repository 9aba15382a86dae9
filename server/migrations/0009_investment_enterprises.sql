-- What the figures of leads, contracts and enterprises stand on; their workflows come with their own modules.

create table investment_lead (
  version_id uuid not null default uuidv7(),
  scope_id int not null,
  subject_id uuid not null,
  investor_name text,
  credit_code text,
  intended_fen bigint not null,
  first_contact_org_id uuid not null,
  first_contact_on date not null,
  normal_name text not null,
  remark text,
  is_sample boolean not null default false,
  recorded_at timestamptz not null,
  superseded_at timestamptz not null default 'infinity',
  act_id uuid not null,
  constraint investment_lead_pkey primary key (version_id),
  constraint investment_lead_subject foreign key (subject_id, scope_id) references kernel_subject (subject_id, scope_id) on update cascade,
  constraint investment_lead_intended check (intended_fen >= 0),
  constraint investment_lead_span check (superseded_at > recorded_at)
);
create unique index investment_lead_current on investment_lead (subject_id) where superseded_at = 'infinity';
create index investment_lead_first_contact on investment_lead (first_contact_on);

create table investment_contract (
  version_id uuid not null default uuidv7(),
  contract_id uuid not null,
  scope_id int not null,
  subject_id uuid not null,
  kind text not null,
  signed_on date not null,
  precision text not null default 'day',
  amount_fen bigint not null,
  amount_comparator text not null default '=',
  foreign_capital_cents bigint,
  signer_org_id uuid,
  is_sample boolean not null default false,
  recorded_at timestamptz not null,
  superseded_at timestamptz not null default 'infinity',
  act_id uuid not null,
  constraint investment_contract_pkey primary key (version_id),
  constraint investment_contract_subject foreign key (subject_id, scope_id) references kernel_subject (subject_id, scope_id) on update cascade,
  constraint investment_contract_kind check (kind in ('formal', 'framework')),
  constraint investment_contract_span check (superseded_at > recorded_at)
);
create unique index investment_contract_current on investment_contract (contract_id) where superseded_at = 'infinity';
create index investment_contract_signed on investment_contract (signed_on);
create index investment_contract_subject_id on investment_contract (subject_id);

create table enterprises_profile (
  version_id uuid not null default uuidv7(),
  scope_id int not null,
  subject_id uuid not null,
  credit_code text not null,
  is_above_scale boolean,
  industry_code text,
  contact_post text,
  contact_phone text,
  tags text[] not null default '{}',
  is_sample boolean not null default false,
  recorded_at timestamptz not null,
  superseded_at timestamptz not null default 'infinity',
  act_id uuid not null,
  constraint enterprises_profile_pkey primary key (version_id),
  constraint enterprises_profile_subject foreign key (subject_id, scope_id) references kernel_subject (subject_id, scope_id) on update cascade,
  constraint enterprises_profile_span check (superseded_at > recorded_at)
);
create unique index enterprises_profile_current on enterprises_profile (subject_id) where superseded_at = 'infinity';
create unique index enterprises_profile_current_code on enterprises_profile (credit_code) where superseded_at = 'infinity';

call kernel_protect('investment_lead', 'scoped', true);
call kernel_protect('investment_contract', 'scoped', true);
call kernel_protect('enterprises_profile', 'scoped', true);
