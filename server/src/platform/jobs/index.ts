/**
 * Purpose: work that follows a commit: hands announcements to open pages and runs jobs, each exactly as often as it says.
 * Owns:    platform_outbox (taking), the schema <city>_worker.
 * Offers:  startJobs, with an explicit table of tasks and of what each topic asks for; waiting jobs out and in, for backups.
 * Never:   knows a business word; runs a task that is not in the table; lets a saving transaction wait for a job.
 */
export { type Announcement, type JobRequest, type Jobs, type JobsLog, type JobsOptions, startJobs, type Task } from "./jobs.ts";
export { addWaitingJobs, listWaitingJobs, type WaitingJob } from "./waiting.ts";
