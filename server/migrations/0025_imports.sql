-- The dispatch office brings in organisations with their posts from one workbook. A post alone gives nobody a right:
-- who holds it is appointed by the security administrator, and the import never makes an administrator's post.
call kernel_allow('kernel_post', array['insert'], array['dispatch']);
