import { totalmem } from "node:os";
import type { Home } from "./home.ts";
import type { Profile } from "./options.ts";

/**
 * The whole of postgresql.conf. It is written anew at every start, so that settings follow the program and not the day
 * on which the cluster was made; `allow_alter_system` keeps a second source of settings away.
 */
export function configurationOf(home: Home, profile: Profile): string {
  const settings: Record<string, string | number> = {
    ...access(home),
    ...logging,
    ...(profile === "city" ? cityStorage() : testStorage),
    timezone: "Asia/Shanghai",
    max_connections: 60,
    // The statements are short; compiling them costs more than it saves.
    jit: "off",
    // A vanished client's statement would keep its locks until it ends.
    client_connection_check_interval: "1s",
    allow_alter_system: "off",
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${typeof value === "number" ? value : quote(value)}`);
  return `# Written by Baton at every start; changes made here are lost.\n${lines.join("\n")}\n`;
}

/** pg_hba.conf: passwords over the private socket, and nothing else. */
export const hostAccess = "# Written by Baton at every start.\nlocal all all scram-sha-256\n";

function access(home: Home): Record<string, string | number> {
  return {
    listen_addresses: "",
    port: home.port,
    unix_socket_directories: home.socketDir,
    unix_socket_permissions: "0700",
  };
}

/**
 * Messages about statements (level error) quote the values that people typed: they go to the client, which knows what
 * may be logged, and not into this log.
 */
const logging = {
  log_min_messages: "log",
  log_min_error_statement: "panic",
  log_parameter_max_length_on_error: 0,
  log_error_verbosity: "terse",
  log_timezone: "Asia/Shanghai",
  log_line_prefix: "%m [%p] ",
  lc_messages: "C",
};

function cityStorage(): Record<string, string | number> {
  // Inside a container the limit counts, not the machine.
  const limit = process.constrainedMemory();
  const memoryBytes = limit > 0 ? Math.min(limit, totalmem()) : totalmem();
  const megabytes = (bytes: number): string => `${Math.floor(bytes / 2 ** 20)}MB`;
  return {
    fsync: "on",
    full_page_writes: "on",
    synchronous_commit: "on",
    wal_compression: "on",
    shared_buffers: megabytes(Math.min(memoryBytes / 4, 2 ** 30)),
    effective_cache_size: megabytes(memoryBytes / 2),
    // The price of a random read on solid-state disks, next to 1 for a sequential one.
    random_page_cost: 1.1,
    // One file per weekday, each overwritten after a week: the log can never fill the disk for long.
    logging_collector: "on",
    log_directory: "log",
    log_filename: "postgresql-%a.log",
    log_rotation_age: "1d",
    log_rotation_size: 0,
    log_truncate_on_rotation: "on",
  };
}

const testStorage = {
  fsync: "off",
  full_page_writes: "off",
  wal_compression: "on",
  shared_buffers: "64MB",
  io_method: "sync",
};

function quote(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
