-- The matrix: which role may do which verb on which table. Reach (the unit's tree and grants) is in the policies.
-- System, security and audit administrators hold no business rights at all (SECURITY S9).

do $$
declare
  readers text[] := array['leader', 'chief', 'dispatch', 'district', 'town', 'department', 'enterprise'];
  stewards text[] := array['dispatch', 'district'];
  reporters text[] := array['dispatch', 'district', 'town'];
  everyone text[] := array['leader', 'chief', 'dispatch', 'district', 'town', 'department', 'enterprise', 'sysadmin', 'secadmin', 'auditor'];
begin
  -- organisations, posts and the calendar are common knowledge; the dispatch office and the administrators keep them
  call kernel_allow('kernel_scope', array['select'], everyone);
  call kernel_allow('kernel_area', array['select'], everyone);
  call kernel_allow('kernel_area', array['insert', 'update'], array['dispatch', 'sysadmin']);
  call kernel_allow('kernel_org', array['select'], everyone);
  call kernel_allow('kernel_org', array['insert', 'update'], array['dispatch', 'sysadmin']);
  call kernel_allow('kernel_org_closure', array['select'], everyone);
  call kernel_allow('kernel_post', array['select'], everyone);
  call kernel_allow('kernel_post', array['insert', 'update'], array['sysadmin']);
  call kernel_allow('kernel_appointment', array['select'], everyone);
  call kernel_allow('kernel_appointment', array['insert', 'update'], array['secadmin']);
  call kernel_allow('kernel_right', array['select'], array['secadmin', 'auditor']);
  call kernel_allow('kernel_calendar', array['select'], everyone);
  call kernel_allow('kernel_calendar', array['insert', 'update'], array['dispatch', 'sysadmin']);
  call kernel_allow('kernel_calendar_day', array['select'], everyone);
  call kernel_allow('kernel_calendar_day', array['insert'], array['dispatch', 'sysadmin']);

  -- who did what: beyond one's own acts, for whoever reads business, and for the auditor
  call kernel_allow('kernel_act', array['select'], readers || array['auditor']);

  -- subjects and what is said of them
  call kernel_allow('kernel_subject', array['select'], readers);
  call kernel_allow('kernel_subject', array['insert', 'update'], stewards);
  call kernel_allow('kernel_subject_version', array['select'], readers);
  call kernel_allow('kernel_subject_version', array['insert', 'update'], stewards);
  call kernel_allow('kernel_relation', array['select'], readers);
  call kernel_allow('kernel_relation', array['insert', 'update'], stewards);
  call kernel_allow('kernel_occasion', array['select'], readers);
  call kernel_allow('kernel_occasion', array['insert', 'update'], stewards);
  call kernel_allow('kernel_occasion_part', array['select'], readers);
  call kernel_allow('kernel_occasion_part', array['insert', 'update'], stewards);
  call kernel_allow('kernel_evidence', array['select'], readers);
  call kernel_allow('kernel_evidence', array['insert', 'update'], reporters);
  call kernel_allow('kernel_baton', array['select'], readers);
  call kernel_allow('kernel_baton', array['insert', 'update'], stewards);
  call kernel_allow('kernel_stage', array['select'], readers);
  call kernel_allow('kernel_stage', array['insert', 'update'], reporters);
  call kernel_allow('kernel_node', array['select'], readers);
  call kernel_allow('kernel_node', array['insert', 'update'], reporters);
  call kernel_allow('kernel_node_link', array['select'], readers);
  call kernel_allow('kernel_node_link', array['insert', 'update'], reporters);

  -- numbers, periods, lights
  call kernel_allow('kernel_metric', array['select'], readers);
  call kernel_allow('kernel_observation', array['select'], readers);
  call kernel_allow('kernel_observation', array['insert', 'update'], reporters);
  call kernel_allow('kernel_period', array['select'], readers);
  call kernel_allow('kernel_period', array['insert', 'update'], array['dispatch']);
  call kernel_allow('kernel_period_event', array['select'], readers);
  call kernel_allow('kernel_period_event', array['insert'], array['dispatch']);
  call kernel_allow('kernel_figure_frozen', array['select'], readers);
  call kernel_allow('kernel_figure_frozen', array['insert', 'update'], array['dispatch']);
  call kernel_allow('kernel_rule_set', array['select'], readers);
  call kernel_allow('kernel_rule_set', array['insert', 'update'], array['dispatch']);
  call kernel_allow('kernel_light_run', array['select'], readers);
  call kernel_allow('kernel_light_run', array['insert'], reporters);
  call kernel_allow('kernel_light', array['select'], readers);
  call kernel_allow('kernel_light', array['insert', 'update'], reporters);
  call kernel_allow('kernel_exemption', array['select'], readers);
  call kernel_allow('kernel_exemption', array['insert', 'update'], array['dispatch']);

  -- matters: whoever reaches the subject may act on them; the actions check whose hand it is in
  call kernel_allow('kernel_matter', array['select', 'insert'], readers);
  call kernel_allow('kernel_matter', array['update'], array['dispatch']);
  call kernel_allow('kernel_matter_event', array['select', 'insert'], readers);
  call kernel_allow('kernel_matter_state', array['select', 'insert', 'update'], readers);

  -- the library
  call kernel_allow('projects_profile', array['select'], readers);
  call kernel_allow('projects_profile', array['insert', 'update'], stewards);
  call kernel_allow('projects_listing', array['select'], readers);
  call kernel_allow('projects_listing', array['insert', 'update'], stewards);
  call kernel_allow('projects_report', array['select'], readers);
  call kernel_allow('projects_report', array['insert', 'update'], reporters);
  call kernel_allow('projects_draft', array['select', 'insert', 'update', 'delete'], reporters);
  call kernel_allow('projects_card', array['select'], readers);
  call kernel_allow('projects_card', array['insert', 'update', 'delete'], reporters);

  call kernel_allow('investment_lead', array['select'], readers);
  call kernel_allow('investment_lead', array['insert', 'update'], stewards);
  call kernel_allow('investment_contract', array['select'], readers);
  call kernel_allow('investment_contract', array['insert', 'update'], stewards);
  call kernel_allow('enterprises_profile', array['select'], readers);
  call kernel_allow('enterprises_profile', array['insert', 'update'], stewards);
end $$;
