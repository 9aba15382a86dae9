/**
 * Purpose: what a watcher needs: numbers for Prometheus, whether the program lives, whether it is ready.
 * Owns:    nothing in the database.
 * Offers:  createMetrics (routes /metrics, /healthz, /readyz), readinessChecks.
 * Never:   shows numbers beyond this machine without the token; labels anything with an account, subject or address.
 */
export { createMetrics, type Metrics, type MetricsOptions } from "./metrics.ts";
export { type Check, readinessChecks, type ReadinessOptions } from "./readiness.ts";
